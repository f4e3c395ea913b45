package dev.tablewright.policy;

/**
 * A policy document that cannot be stored. The message is IAM's, word for word, and reaches the
 * client as MalformedPolicyDocument. Has no stack trace: a client's mistake is not our bug.
 */
public final class PolicySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with IAM's text. */
    public PolicySyntaxException(String message) {
        super(message, null, false, false);
    }
}
