package dev.tablewright.storage;

import org.jspecify.annotations.Nullable;

/** The committed state as of one version; never changes while it is open. */
public interface ReadView extends AutoCloseable {
    /**
     * The last commit up to which this view sees all. A commit that was under way when the view was
     * opened may have a later version and be seen all the same, whole.
     */
    Version version();

    /** Returns the value of {@code key}, or null when it has none. */
    @Nullable Stored get(Key key);

    /** Walks one partition in the order of the sort part. */
    Cursor range(Range range);

    /**
     * Walks a whole space in the engine's own order, which is the same for every view and keeps a
     * partition together.
     *
     * @param segment from 0 up to and without {@code segments}; each entry is in exactly one
     * @param segments 1 to 1,000,000
     * @param after starts behind this key, which need not exist (it may have been deleted, and must
     *     not be in another segment); null for the start of the segment
     */
    Cursor scan(long space, int segment, int segments, @Nullable Key after);

    /**
     * Returns the segment, of {@code segments}, in which {@link #scan} finds {@code key}; the key
     * need not exist.
     */
    int segmentOf(Key key, int segments);

    @Override
    void close();

    /**
     * A part of one partition.
     *
     * @param from first sort part, included unless {@code fromExclusive}; null for the beginning
     * @param to last sort part, included unless {@code toExclusive}; null for the end
     * @param forward false to walk from the end to the beginning
     */
    record Range(
            long space,
            Bytes partition,
            @Nullable Bytes from,
            boolean fromExclusive,
            @Nullable Bytes to,
            boolean toExclusive,
            boolean forward) {}
}
