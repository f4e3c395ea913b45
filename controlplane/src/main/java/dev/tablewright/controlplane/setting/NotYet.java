package dev.tablewright.controlplane.setting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
     * @param opens when it is allowed again, at the latest; the next full second is told
     */
    public NotYet(Instant opens, String reason) {
        super(reason);
        this.opens = fullSecond(opens);
    }

    /** Returns the first full second that is not before {@code moment}. */
    public static Instant fullSecond(Instant moment) {
        Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(moment) ? second : second.plusSeconds(1);
    }

    /** When it is allowed again, at the latest. */
    public Instant opens() {
        return opens;
    }
}
