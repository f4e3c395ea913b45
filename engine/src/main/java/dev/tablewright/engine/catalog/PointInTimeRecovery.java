package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a table can be restored to any second of the recent past.
 *
 * @param since when it was switched on; null while it is off
 * @param days how far back, 1 to 35
 */
public record PointInTimeRecovery(@Nullable Instant since, int days) {
    /** Days kept where nothing else was asked for, and the most there are. */
    public static final int MAX_DAYS = 35;

    /** The longest period. */
    public static final Duration LONGEST = Duration.ofDays(MAX_DAYS);

    /** Off. */
    public static final PointInTimeRecovery OFF = new PointInTimeRecovery(null, MAX_DAYS);

    /** Whether it is on. */
    public boolean enabled() {
        return since != null;
    }

    /** Switches it; switching on what is on keeps its beginning. */
    PointInTimeRecovery request(boolean enable, @Nullable Integer asked, Instant now) {
        if (!enable) {
            return OFF;
        }
        Instant begun = earliest(now);
        int period = asked == null ? days : asked;
        if (since == null || begun == null) {
            return new PointInTimeRecovery(now, period);
        }
        // What a shorter period has let go does not come back with a longer one.
        return new PointInTimeRecovery(period > days ? begun : since, period);
    }

    /** Returns the first second that can be restored, or null while it is off. */
    public @Nullable Instant earliest(Instant now) {
        if (since == null) {
            return null;
        }
        Instant kept = now.minus(Duration.ofDays(days));
        return since.isAfter(kept) ? since : kept;
    }

    /**
     * Returns the last second that can be restored, or null while it is off. AWS is about five
     * minutes behind; our log is not.
     */
    public @Nullable Instant latest(Instant now) {
        return since == null ? null : since.isAfter(now) ? since : now;
    }
}
