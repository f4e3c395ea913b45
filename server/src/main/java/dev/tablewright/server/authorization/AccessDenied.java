package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;

import java.util.stream.Collectors;

/**
 * Policy does not allow a request. The message is AWS's sentence. Has no stack trace: a denial is
 * an answer, not a bug.
 */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Access access;
    private final transient Decision decision;

    AccessDenied(String message, Access access, Decision decision) {
        super(message, null, false, false);
        this.access = access;
        this.decision = decision;
    }

    /** Returns the permission that is missing. */
    public Access access() {
        return access;
    }

    /** Returns the decision with the statements that made it. */
    public Decision decision() {
        return decision;
    }

    /**
     * Explains the denial to whoever runs the server: callers never learn which statement it was.
     */
    public String explanation() {
        return switch (decision) {
            case Decision.ExplicitlyDenied(_, var statements) ->
                    "denied by "
                            + statements.stream()
                                    .map(AccessDenied::place)
                                    .collect(Collectors.joining(", "));
            case Decision.ImplicitlyDenied(var layer) ->
                    "no statement of layer " + layer + " allows it";
            case Decision.Allowed _ -> "allowed";
        };
    }

    private static String place(Decision.StatementRef statement) {
        return "statement " + (statement.index() + 1) + " of " + statement.policy().name();
    }
}
