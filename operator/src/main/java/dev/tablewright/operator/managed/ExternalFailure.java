package dev.tablewright.operator.managed;

/** A call for an external resource failed, or was not made; the message is for the user. */
public final class ExternalFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public ExternalFailure(String message) {
        super(message);
    }
}
