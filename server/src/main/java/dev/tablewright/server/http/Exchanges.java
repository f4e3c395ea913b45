package dev.tablewright.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests at work, so that a stop can wait for their answers. */
final class Exchanges {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int open;
    private boolean draining;

    void begin() {
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            open--;
            if (open == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the listener is about to stop, so that answers should close their connection. */
    boolean isDraining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no request is at work, at most for {@code patience}. */
    void drain(Duration patience) {
        lock.lock();
        try {
            draining = true;
            long nanos = patience.toNanos();
            while (open > 0 && nanos > 0) {
                nanos = none.awaitNanos(nanos);
            }
        } catch (InterruptedException stopNow) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
