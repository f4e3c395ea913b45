package dev.tablewright.operator.managed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to look again.
 *
 * @param poll between two looks at a resource that is as it should be
 * @param leastPoll what an object may ask for at least
 * @param longestPause until something that failed, or is at work, is looked at again
 */
public record Timing(Duration poll, Duration leastPoll, Duration longestPause) {
    /** As Crossplane's AWS provider has it. */
    public static final Timing DEFAULT =
            new Timing(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final double JITTER = 0.05;
    private static final Duration FIRST_AT_WORK = Duration.ofMillis(500);
    private static final Duration FIRST_FAILED = Duration.ofSeconds(1);

    /** Spread, so that objects that were made together are not looked at together for ever. */
    Duration poll(ManagedObject object, RandomGenerator random) {
        String asked = object.annotations().get(Annotations.POLL_INTERVAL);
        Duration interval = asked == null ? poll : GoDuration.parse(asked).orElse(poll);
        if (interval.compareTo(leastPoll) < 0) {
            interval = leastPoll;
        }
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }

    /** Doubles with each time, up to the longest. */
    Duration soon(Verdict.Kind kind, int times, RandomGenerator random) {
        Duration first = kind == Verdict.Kind.FAILED ? FIRST_FAILED : FIRST_AT_WORK;
        Duration pause = first.multipliedBy(1L << Math.min(times, 7));
        if (pause.compareTo(longestPause) > 0) {
            pause = longestPause;
        }
        return pause.dividedBy(2).plusNanos(random.nextLong(pause.toNanos() / 2 + 1));
    }
}
