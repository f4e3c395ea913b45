package dev.tablewright.server.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * A budget of units by time: it fills steadily and holds one second's worth.
 *
 * <p>What a request costs is known only when it is done. So a request is admitted while anything is
 * left, and charged afterwards; what it took too much is owed, and nobody is admitted until that is
 * paid. Over any longer time no more is used than was filled in.
 */
final class Bucket {
    private final double unitsPerSecond;
    private double left;
    private Instant filled;

    /** Begins full. */
    Bucket(long unitsPerSecond, Instant now) {
        this.unitsPerSecond = unitsPerSecond;
        this.left = unitsPerSecond;
        this.filled = now;
    }

    /** Whether anything is left. */
    synchronized boolean admits(Instant now) {
        fill(now);
        return left > 0;
    }

    synchronized void charge(double units) {
        left -= units;
    }

    /** A clock that was set back fills nothing. */
    private void fill(Instant now) {
        if (now.isAfter(filled)) {
            double seconds = Duration.between(filled, now).toNanos() / 1e9;
            left = Math.min(unitsPerSecond, left + seconds * unitsPerSecond);
            filled = now;
        }
    }
}
