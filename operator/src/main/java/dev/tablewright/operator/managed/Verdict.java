package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * What a reconcile comes to.
 *
 * @param status to be kept; null to leave it
 * @param again when to reconcile anew without being asked; null for never
 */
public record Verdict(@Nullable Map<String, Object> status, @Nullable Duration again, Kind kind) {
    static final Verdict NOTHING = new Verdict(null, null, Kind.SETTLED);

    /** What lets the pauses grow when it is said several times in a row. */
    public enum Kind {
        /** Nothing to be done for now. */
        SETTLED,
        /** The provider works, or more is to be done soon. */
        AT_WORK,
        /** Something failed and is tried again. */
        FAILED
    }

    /**
     * How often the same kind of verdict was given before.
     *
     * @param times in a row; 0 for none
     */
    public record Streak(Kind kind, int times) {
        /** Before the first verdict. */
        public static final Streak NONE = new Streak(Kind.SETTLED, 0);

        /** Returns this with one more verdict. */
        public Streak and(Kind next) {
            return next == kind ? new Streak(kind, times + 1) : new Streak(next, 1);
        }

        int of(Kind asked) {
            return asked == kind ? times : 0;
        }
    }
}
