package dev.tablewright.engine.query;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

/** DynamoDB's Select. */
public enum Select {
    /** Every attribute; from an index that lacks some, read from the table. */
    ALL_ATTRIBUTES,
    /** What the index carries. */
    ALL_PROJECTED_ATTRIBUTES,
    /** What the projection names. */
    SPECIFIC_ATTRIBUTES,
    /** No items, only their number. */
    COUNT;

    /**
     * Requires that Select goes together with the rest of a request.
     *
     * @param select null where none is given
     * @param index whether an index is named
     * @param projectionParameter {@code ProjectionExpression} or {@code AttributesToGet}, whichever
     *     is given; null for none
     * @throws ValidationException if not
     */
    public static void requireFit(
            @Nullable Select select, boolean index, @Nullable String projectionParameter) {
        switch (select) {
            case ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES -> {
                if (projectionParameter != null) {
                    throw cannotSpecify(projectionParameter, select.name());
                }
                if (select == ALL_PROJECTED_ATTRIBUTES && !index) {
                    throw new ValidationException(
                            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an"
                                    + " IndexName");
                }
            }
            case COUNT -> {
                if (projectionParameter != null) {
                    throw cannotSpecify(projectionParameter, "only the Count");
                }
            }
            case SPECIFIC_ATTRIBUTES -> {
                if (projectionParameter == null) {
                    throw new ValidationException(
                            "Must specify the AttributesToGet or ProjectionExpression when"
                                    + " choosing to get SPECIFIC_ATTRIBUTES");
                }
            }
            case null -> {}
        }
    }

    private static ValidationException cannotSpecify(String parameter, String wanted) {
        return new ValidationException(
                "Cannot specify the " + parameter + " when choosing to get " + wanted);
    }
}
