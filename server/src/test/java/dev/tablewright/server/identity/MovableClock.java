package dev.tablewright.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test moves it. */
public final class MovableClock implements InstantSource {
    private Instant now;

    /** Creates a clock that shows {@code now}. */
    public MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock. */
    public void advance(Duration by) {
        now = now.plus(by);
    }
}
