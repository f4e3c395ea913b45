package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Looks again and again, ever more slowly, until something has come about. */
record Waiting(InstantSource clock, Sleeper sleeper) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** Something to look at. */
    @FunctionalInterface
    interface Look {
        /** Returns whether it has come about. */
        boolean isSo() throws RestoreFailed;
    }

    /**
     * Waits.
     *
     * @param longestPause between two looks
     * @param most how long in all
     * @param late what to say when that is over
     */
    void until(Look look, Duration longestPause, Duration most, Supplier<String> late)
            throws RestoreFailed, InterruptedException {
        Instant begin = clock.instant();
        Duration pause = FIRST_PAUSE;
        while (!look.isSo()) {
            if (Duration.between(begin, clock.instant()).compareTo(most) >= 0) {
                throw new RestoreFailed(late.get());
            }
            sleeper.sleep(pause);
            Duration longer = pause.multipliedBy(3).dividedBy(2);
            pause = longer.compareTo(longestPause) > 0 ? longestPause : longer;
        }
    }
}
