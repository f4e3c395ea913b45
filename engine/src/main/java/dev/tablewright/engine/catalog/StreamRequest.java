package dev.tablewright.engine.catalog;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

/** DynamoDB's StreamSpecification. */
public record StreamRequest(boolean enabled, @Nullable StreamView view) {
    /**
     * Requires that a view is named exactly where the stream is switched on.
     *
     * @throws ValidationException otherwise
     */
    public StreamRequest {
        if (enabled && view == null) {
            throw new ValidationException(
                    "Invalid StreamViewType: Stream ViewType must not be null or empty when"
                            + " enabling streams.");
        }
        if (!enabled && view != null) {
            throw new ValidationException(
                    "Invalid StreamViewType: Stream StreamEnabled was false but a StreamViewType"
                            + " was present.");
        }
    }
}
