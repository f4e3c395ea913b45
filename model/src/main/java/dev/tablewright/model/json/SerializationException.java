package dev.tablewright.model.json;

/**
 * A member of a request has the wrong JSON type; the message is AWS's and reaches the client as a
 * {@code SerializationException}. Has no stack trace: a client's mistake is not our bug.
 */
public final class SerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the text that the client will see. */
    public SerializationException(String message) {
        super(message, null, false, false);
    }
}
