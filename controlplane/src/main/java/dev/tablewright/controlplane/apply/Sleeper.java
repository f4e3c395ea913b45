package dev.tablewright.controlplane.apply;

import java.time.Duration;

/** Lets time pass; in tests it only moves the clock. */
@FunctionalInterface
public interface Sleeper {
    /** Really sleeps. */
    Sleeper REAL = Thread::sleep;

    /** Returns after {@code time}. */
    void sleep(Duration time) throws InterruptedException;
}
