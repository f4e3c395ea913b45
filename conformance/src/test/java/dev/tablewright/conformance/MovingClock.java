package dev.tablewright.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's clock, moved on where somebody waits for longer than a moment: no test waits for the
 * fifteen seconds between two changes of a policy.
 */
final class MovingClock implements InstantSource {
    private static final Duration MOMENT = Duration.ofMillis(100);

    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }

    /** Lets time pass: a moment of it really does. */
    synchronized void pass(Duration time) throws InterruptedException {
        Duration real = time.compareTo(MOMENT) < 0 ? time : MOMENT;
        ahead = ahead.plus(time.minus(real));
        Thread.sleep(real);
    }
}
