package dev.tablewright.storage;

import org.jspecify.annotations.Nullable;

/** Walks entries of one view in order. Not for use by several threads. */
public interface Cursor extends AutoCloseable {
    /** Returns the next entry, or null at the end. */
    @Nullable Entry next();

    @Override
    void close();
}
