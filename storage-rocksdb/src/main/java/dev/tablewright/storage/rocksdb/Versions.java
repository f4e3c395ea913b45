package dev.tablewright.storage.rocksdb;

import java.util.TreeSet;

/**
 * Gives each commit its version, and knows up to which version all commits have ended.
 *
 * <p>Commits run at the same time and end in any order. What is on disk is therefore not the last
 * version but a ceiling, raised in steps before any version beyond it is given: after a crash,
 * counting goes on above it, so that no version is ever given twice.
 */
final class Versions {
    private static final long STEP = 1_000_000;

    private final Ceiling ceiling;
    private final TreeSet<Long> underWay = new TreeSet<>();
    private long last;
    private long reserved;

    /** Goes on behind {@code last}. */
    Versions(long last, Ceiling ceiling) {
        this.last = last;
        this.reserved = last;
        this.ceiling = ceiling;
    }

    /** Begins a commit and returns its version; {@link #end} must follow. */
    synchronized long begin() {
        if (last == reserved) {
            ceiling.raise(reserved + STEP);
            reserved += STEP;
        }
        last++;
        underWay.add(last);
        return last;
    }

    /** Ends a commit: its writes are visible, or will never be, or nobody knows. */
    synchronized void end(long version) {
        underWay.remove(version);
    }

    /** Returns the version up to which all commits have ended. */
    synchronized long ended() {
        return underWay.isEmpty() ? last : underWay.first() - 1;
    }

    /** Where the ceiling is kept; must be on disk no later than any commit that follows. */
    interface Ceiling {
        void raise(long version);
    }
}
