package dev.tablewright.storage;

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
