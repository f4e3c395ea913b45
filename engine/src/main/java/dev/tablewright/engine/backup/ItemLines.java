package dev.tablewright.engine.backup;

import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** The items of one object, one after the other. For one thread. */
interface ItemLines extends AutoCloseable {
    /**
     * What a line holds.
     *
     * @param item null where the line is none
     * @param bytes its size with its end
     */
    record Line(@Nullable Item item, long bytes) {}

    /** Returns the next line, or null at the end. */
    @Nullable Line next() throws IOException;

    @Override
    void close() throws IOException;
}
