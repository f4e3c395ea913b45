package dev.tablewright.storage.rocksdb;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is using the native store, so that closing it can wait: native code that is called
 * after its object is gone takes the whole process down.
 */
final class Uses {
    /** Set in the count once no new use may begin. */
    private static final int CLOSED = 1 << 30;

    private final AtomicInteger count = new AtomicInteger();

    /**
     * Begins a use.
     *
     * @throws IllegalStateException if the engine is closed
     */
    void begin() {
        if ((count.incrementAndGet() & CLOSED) != 0) {
            end();
            throw new IllegalStateException("the storage engine is closed");
        }
    }

    /** Ends a use. */
    void end() {
        if (count.decrementAndGet() == CLOSED) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Lets no new use begin; returns false if that was so already. */
    boolean close() {
        return (count.getAndUpdate(now -> now | CLOSED) & CLOSED) == 0;
    }

    /** Waits until all uses have ended; returns false if they did not in time. */
    synchronized boolean awaitEnd(long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        while (count.get() != CLOSED) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || interrupted) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException stop) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
        return count.get() == CLOSED;
    }
}
