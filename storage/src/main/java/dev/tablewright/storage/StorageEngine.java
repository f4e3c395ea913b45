package dev.tablewright.storage;

import java.util.List;

/**
 * An ordered key-value store with snapshots and checked, atomic commits: all that the database asks
 * of an engine. Safe for use by many threads.
 */
public interface StorageEngine extends AutoCloseable {
    /**
     * Most bytes of keys plus values in one commit: 128 MiB. TransactWriteItems carries 4 MB of
     * items, and each may be copied whole into 25 indexes: 104 MB.
     */
    int MAX_COMMIT_BYTES = 128 << 20;

    /**
     * Opens a view of everything committed before this call. Cheap enough to open one per request.
     */
    ReadView read();

    /**
     * Applies all writes of {@code commit}, or none.
     *
     * <p>Checks are judged against the newest committed state, together with the writes, at one
     * instant: commits are serializable. Returns once the writes are as durable as the engine is
     * configured to make them. May block the calling thread for one flush of the log.
     *
     * @param commit no larger than {@link #MAX_COMMIT_BYTES}
     * @return {@code Committed}, or {@code Conflict} with the first check, in list order, that did
     *     not hold
     * @throws IllegalArgumentException if {@code commit} or one of its keys is too large, or a
     *     key's space is negative; nothing was written
     * @throws StorageException if the outcome is unknown: the commit happened whole or not at all,
     *     and only a new read can tell which. Do not retry blindly.
     */
    Commit.Result commit(Commit commit);

    /**
     * Puts many values into spaces that nobody else reads or writes meanwhile, as when a table is
     * restored. Not atomic, but done and as durable as a commit when it returns; what a key had is
     * replaced. An engine may have a way that is much cheaper than commits, above all for keys in
     * the order in which a scan gives them.
     *
     * @param puts each key once; at most {@link #MAX_COMMIT_BYTES} together
     * @throws StorageException if it cannot be said how far it went; may be repeated
     */
    default void load(List<Commit.Write.Put> puts) {
        if (!puts.isEmpty()
                && commit(new Commit(List.of(), List.copyOf(puts)))
                        instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("writes without checks met a conflict");
        }
    }

    /**
     * Removes everything in {@code space}; not atomic, but done when it returns. Views opened
     * before keep what they saw. The caller sees to it that nobody writes to the space meanwhile.
     *
     * @throws StorageException if it cannot be said how far it went; may be repeated
     */
    void dropSpace(long space);

    /** Releases everything. Views, cursors and commits must be done before. */
    @Override
    void close();
}
