package dev.tablewright.controlplane.setting;

import java.time.Instant;

/**
 * AWS allows a change only from time to time, and not now; the message is its own sentence. Nothing
 * was changed.
 */
public final class NotYet extends NotDone {
    private static final long serialVersionUID = 1L;

    private final transient Instant opens;

    /**
     * Says when.
     *
     * @param opens when it is allowed again, at the latest
     */
    public NotYet(Instant opens, String reason) {
        super(reason);
        this.opens = opens;
    }

    /** When it is allowed again, at the latest. */
    public Instant opens() {
        return opens;
    }
}
