package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.model.VectorIndexDefinition;

/**
 * A vector index of a live table.
 *
 * @param space the keyspace of its entries; never reused
 * @param backfilling whether existing items are still being copied into it; searches are refused
 *     until it is ACTIVE, writes maintain it from the start
 */
public record VectorIndexState(
        VectorIndexDefinition definition, long space, IndexStatus status, boolean backfilling)
        implements SecondaryIndex {
    @Override
    public String name() {
        return definition.name();
    }

    /** Returns a copy in another state. */
    VectorIndexState withStatus(IndexStatus other, boolean nowBackfilling) {
        return new VectorIndexState(definition, space, other, nowBackfilling);
    }
}
