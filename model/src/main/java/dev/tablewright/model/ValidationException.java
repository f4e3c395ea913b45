package dev.tablewright.model;

/**
 * A request breaks a rule of the API; the message is DynamoDB's, word for word, and reaches the
 * client as a {@code ValidationException}. Has no stack trace: a client's mistake is not our bug.
 */
public final class ValidationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the text that the client will see. */
    public ValidationException(String message) {
        super(message, null, false, false);
    }
}
