package dev.tablewright.model.json;

/**
 * The body is not one JSON object in UTF-8, or nests deeper than {@link JsonMembers#MAX_DEPTH}. Has
 * no stack trace: a client's mistake is not our bug.
 */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message is for logs, AWS gives clients none. */
    public JsonSyntaxException(String message) {
        super(message, null, false, false);
    }
}
