package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Has the next page read by another thread, while this one puts the page before. */
final class ReadAhead<T> implements AutoCloseable {
    private @Nullable CompletableFuture<T> next;
    private @Nullable Position nextFrom;

    /**
     * Returns the page that was begun; or, if none was or one of another place, as after a failure,
     * what {@code page} reads now.
     */
    T take(Position from, Supplier<T> page) {
        CompletableFuture<T> begun = next;
        if (begun == null || !from.equals(nextFrom)) {
            close();
            return page.get();
        }
        next = null;
        try {
            return begun.join();
        } catch (CompletionException failed) {
            // Failures are told apart by their type, whoever met them.
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw failed;
        }
    }

    /** Begins to read the page that {@link #take} will be asked for. */
    void begin(Position from, Supplier<T> page) {
        nextFrom = from;
        next = CompletableFuture.supplyAsync(page);
    }

    /** Waits until nothing is read any more; then what is read from can be closed. */
    @Override
    public void close() {
        CompletableFuture<T> begun = next;
        next = null;
        if (begun != null) {
            var _ = begun.exceptionally(_ -> null).join();
        }
    }
}
