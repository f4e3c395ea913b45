package dev.tablewright.policy;

import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

/**
 * A policy document that cannot be stored. The message is IAM's, word for word, and reaches the
 * client as MalformedPolicyDocument. Has no stack trace: a client's mistake is not our bug.
 */
public final class PolicySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Position position;

    /** Creates the exception with IAM's text. */
    public PolicySyntaxException(String message) {
        this(message, null);
    }

    /** Creates the exception with IAM's text and the place that it is about. */
    public PolicySyntaxException(String message, @Nullable Position position) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Returns what the text is about, as nearly as is known; IAM itself never says. */
    public @Nullable Position position() {
        return position;
    }
}
