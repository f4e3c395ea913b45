package dev.tablewright.storage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A set of writes and the facts they rest on. Each key is written at most once. */
public record Commit(List<Check> checks, List<Write> writes) {
    /** Copies both lists. */
    public Commit {
        checks = List.copyOf(checks);
        writes = List.copyOf(writes);
    }

    /**
     * Bytes of all keys and values written, counted against {@link StorageEngine#MAX_COMMIT_BYTES}.
     */
    public long sizeBytes() {
        return writes.stream().mapToLong(Write::sizeBytes).sum();
    }

    /**
     * A fact about the committed state that the caller relied on when it computed its writes: that
     * {@code key} still holds what was read.
     *
     * @param seen version of the value read; null when the key had no value
     */
    public record Check(Key key, @Nullable Version seen) {
        /** The key still holds the value that was read, or still has none. */
        public static Check unchanged(Key key, @Nullable Stored read) {
            return new Check(key, read == null ? null : read.version());
        }

        /** The key has no value. */
        public static Check absent(Key key) {
            return new Check(key, null);
        }
    }

    /** One change to one key. */
    public sealed interface Write {
        /** The key that changes. */
        Key key();

        /** Bytes of key and value. */
        default long sizeBytes() {
            long keyBytes = (long) key().partition().length() + key().sort().length();
            return switch (this) {
                case Put(_, var value) -> keyBytes + value.length();
                case Delete _ -> keyBytes;
            };
        }

        /** Sets {@code key} to {@code value}, whatever it was. */
        record Put(Key key, Bytes value) implements Write {}

        /** Removes {@code key}; no effect when it has no value. */
        record Delete(Key key) implements Write {}
    }

    /** What became of a commit. A conflict is an ordinary answer, not an error. */
    public sealed interface Result {
        /** Every write is visible and durable at {@code version}. */
        record Committed(Version version) implements Result {}

        /** Nothing was written: {@code failed} did not hold. Read again and decide again. */
        record Conflict(Check failed) implements Result {}
    }
}
