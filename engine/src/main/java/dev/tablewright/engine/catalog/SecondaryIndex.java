package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;

/** What all indexes of a live table have, whatever they are made of. */
public sealed interface SecondaryIndex permits IndexState, VectorIndexState {
    /** Unique within the table. */
    String name();

    /** The keyspace of its entries; never reused. */
    long space();

    /** Where it is in its life. */
    IndexStatus status();

    /** Whether existing items are still being copied into it. */
    boolean backfilling();
}
