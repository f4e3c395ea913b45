package dev.tablewright.engine.catalog;

import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

/** Copies the items that a table already has into a new index, a piece at a time. */
@FunctionalInterface
public interface IndexBackfill {
    /**
     * Copies the next piece. Doing a piece again does no harm.
     *
     * @param index CREATING and backfilling
     * @param after where the last piece ended; null to start
     * @return where this piece ended, or null when every item has been seen
     */
    @Nullable Key advance(Table table, SecondaryIndex index, @Nullable Key after);
}
