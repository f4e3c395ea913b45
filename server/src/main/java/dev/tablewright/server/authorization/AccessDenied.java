package dev.tablewright.server.authorization;

/**
 * Policy does not allow a request. The message is AWS's sentence. Has no stack trace: a denial is
 * an answer, not a bug.
 */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Denied denied;

    AccessDenied(Denied denied) {
        super(denied.sentence(), null, false, false);
        this.denied = denied;
    }

    /** Returns what is missing and why. */
    public Denied denied() {
        return denied;
    }
}
