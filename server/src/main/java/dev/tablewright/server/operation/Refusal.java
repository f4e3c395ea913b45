package dev.tablewright.server.operation;

/**
 * An operation of our own service cannot do what is asked. Its code and its sentence are what the
 * client sees. Has no stack trace: a client's mistake is not our bug.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates a refusal.
     *
     * @param code as clients tell errors apart, for instance {@code NoSuchRequest}
     * @param sentence for people
     */
    public Refusal(String code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    /** Returns the code that clients tell errors apart by. */
    public String code() {
        return code;
    }
}
