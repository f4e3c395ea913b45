package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** A request in the form that statements are matched with; made once per decision. */
final class Check {
    private final AuthorizationRequest request;
    private final String action;
    private final @Nullable Arn arn;
    private final boolean bounded;

    /**
     * Prepares a request.
     *
     * @param bounded whether the principal has a permissions boundary
     */
    Check(AuthorizationRequest request, boolean bounded) {
        this.request = request;
        this.action = request.action().toLowerCase(Locale.ROOT);
        this.arn = Arn.parse(request.resource());
        this.bounded = bounded;
    }

    /** Returns the action in lower case. */
    String action() {
        return action;
    }

    String resource() {
        return request.resource();
    }

    /** Returns the resource, or null when it is not an ARN, such as {@code *}. */
    @Nullable Arn arn() {
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
