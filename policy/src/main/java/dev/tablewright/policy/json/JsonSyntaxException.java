package dev.tablewright.policy.json;

/** Text that is not JSON, or JSON that can be understood in two ways. Has no stack trace. */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    JsonSyntaxException(String message, Position position) {
        super(message + " at " + position, null, false, false);
        this.position = position;
    }

    /** Returns where reading stopped. */
    public Position position() {
        return position;
    }
}
