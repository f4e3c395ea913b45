package dev.tablewright.controlplane.apply;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How fast an apply goes, and by which clock.
 *
 * @param random spreads the pauses, so that what was refused together does not come back together;
 *     used by several threads
 * @param parallelism how many tables are worked on at the same time, 1 to {@link #MAX_PARALLELISM};
 *     of principals at most {@value #PRINCIPALS_AT_ONCE}
 */
public record Pace(InstantSource clock, RandomGenerator random, Sleeper sleeper, int parallelism) {
    /** AWS lets so many tables of an account and region be in the making at once. */
    public static final int MAX_PARALLELISM = 500;

    /** As many tables as DynamoDB has always let be in the making at once. */
    public static final int DEFAULT_PARALLELISM = 10;

    /** IAM is one for the whole account, and answers changes slowly and few at a time. */
    static final int PRINCIPALS_AT_ONCE = 4;

    /** Checks the number. */
    public Pace {
        if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "between 1 and "
                            + MAX_PARALLELISM
                            + " tables can be worked on at once, not "
                            + parallelism);
        }
    }
}
