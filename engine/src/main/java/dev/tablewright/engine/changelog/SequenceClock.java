package dev.tablewright.engine.changelog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeSet;

/**
 * Gives changes their sequence numbers, which are times: milliseconds since 1970 in the upper 43
 * bits, a counter in the lower 20. They only grow, also when the clock is set back.
 *
 * <p>Three things make the log sound:
 *
 * <ul>
 *   <li><b>Order of one item.</b> A writer takes its number after it opened its view, and its
 *       commit checks that the item is still of the version that the view shows. So the change that
 *       the view shows took its number before, and has a smaller one. An item that is not there has
 *       no version; {@link ItemTurns} keeps those in order who make or remove one.
 *   <li><b>Nothing is skipped.</b> Commits end in another order than they took numbers. A number is
 *       <em>under way</em> until its commit has ended, whatever came of it. {@link #settled} lies
 *       below every number that is under way, and below every number still to be given; a reader
 *       that asks it first, opens its view then, and reads no further, sees all that there ever
 *       will be up to there.
 *   <li><b>A commit is one moment.</b> All changes of a commit take one block of numbers within one
 *       millisecond, which is under way as a whole. So no reader sees half a transaction, and none
 *       is cut in two by a restore to a point in time.
 * </ul>
 *
 * <p>One process writes; an engine that several processes share needs a clock that they share. Safe
 * for use by many threads.
 */
public final class SequenceClock {
    private static final int COUNTER_BITS = 20;

    private final InstantSource clock;
    private final TreeSet<Long> underWay = new TreeSet<>();
    private long last;

    /** Creates a clock that gives numbers for the times of {@code clock}. */
    public SequenceClock(InstantSource clock) {
        this.clock = clock;
    }

    /** The first number of the millisecond of {@code time}. */
    public static long at(Instant time) {
        return time.toEpochMilli() << COUNTER_BITS;
    }

    /** How many numbers there are in a time. */
    public static long lengthOf(Duration time) {
        return time.toMillis() << COUNTER_BITS;
    }

    /** The time of a number, to the millisecond. */
    public static Instant timeOf(long sequence) {
        return Instant.ofEpochMilli(sequence >> COUNTER_BITS);
    }

    /** Makes all numbers from now on larger than {@code used}. */
    public synchronized void resumeAfter(long used) {
        last = Math.max(last, used);
    }

    /** Takes one number that no commit has to end: for what happens to a table as a whole. */
    public synchronized long next() {
        last = Math.max(last + 1, at(clock.instant()));
        return last;
    }

    /** Takes a block of numbers for one commit. */
    synchronized Moment begin(int changes) {
        long first = Math.max(last + 1, at(clock.instant()));
        if (first >> COUNTER_BITS != (first + changes - 1) >> COUNTER_BITS) {
            first = ((first >> COUNTER_BITS) + 1) << COUNTER_BITS;
        }
        last = first + changes - 1;
        underWay.add(first);
        return new Moment(this, first);
    }

    /** Numbers that are under way. */
    record Moment(SequenceClock clock, long first) implements AutoCloseable {
        /** The commit has ended: its writes are visible, or will never be. */
        @Override
        public void close() {
            clock.end(first);
        }
    }

    private synchronized void end(long first) {
        underWay.remove(first);
    }

    /**
     * Returns the number up to which all commits have ended. It follows the clock, so that it grows
     * also while nobody writes. Ask before opening the view that is read.
     */
    public synchronized long settled() {
        if (!underWay.isEmpty()) {
            return underWay.first() - 1;
        }
        last = Math.max(last, at(clock.instant()) - 1);
        return last;
    }
}
