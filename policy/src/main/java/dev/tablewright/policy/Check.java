package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * A request in the form that statements are matched with; made once per decision, by one thread.
 */
final class Check {
    private final AuthorizationRequest request;
    private final boolean bounded;
    private @Nullable String action;
    private @Nullable Arn arn;
    private boolean arnRead;

    /**
     * Prepares a request. What follows from it is worked out when it is first needed: most requests
     * are decided without.
     *
     * @param bounded whether the principal has a permissions boundary
     */
    Check(AuthorizationRequest request, boolean bounded) {
        this.request = request;
        this.bounded = bounded;
    }

    /** Returns the action as the service spells it. */
    String writtenAction() {
        return request.action();
    }

    /** Returns the action in lower case. */
    String action() {
        String lower = action;
        if (lower == null) {
            lower = request.action().toLowerCase(Locale.ROOT);
            action = lower;
        }
        return lower;
    }

    String resource() {
        return request.resource();
    }

    /** Returns the resource, or null when it is not an ARN, such as {@code *}. */
    @Nullable Arn arn() {
        if (!arnRead) {
            arn = Arn.parse(request.resource());
            arnRead = true;
        }
        return arn;
    }

    Principal principal() {
        return request.principal();
    }

    boolean bounded() {
        return bounded;
    }

    ConditionContext context() {
        return request.context();
    }
}
