package dev.tablewright.engine.catalog;

import dev.tablewright.model.IndexDefinition;

import org.jspecify.annotations.Nullable;

/**
 * An index of a live table.
 *
 * @param space the keyspace of its entries; never reused
 * @param status of a global index; a local index is always ACTIVE
 * @param backfilling whether existing items are still being copied into it; queries are refused
 *     until it is ACTIVE, writes maintain it from the start
 * @param capacity history of its provisioned throughput
 * @param warmThroughput null where nothing more than the default was asked for
 */
public record IndexState(
        IndexDefinition definition,
        long space,
        IndexStatus status,
        boolean backfilling,
        CapacityChanges capacity,
        @Nullable WarmThroughput warmThroughput)
        implements SecondaryIndex {
    /** DynamoDB's IndexStatus. */
    public enum IndexStatus {
        /** Being made. */
        CREATING,
        /** Being changed. */
        UPDATING,
        /** Being removed; writes no longer maintain it. */
        DELETING,
        /** Ready. */
        ACTIVE
    }

    /** An index whose throughput never changed. */
    public IndexState(
            IndexDefinition definition, long space, IndexStatus status, boolean backfilling) {
        this(definition, space, status, backfilling, CapacityChanges.NONE, null);
    }

    @Override
    public String name() {
        return definition.name();
    }

    /** Returns a copy in another state. */
    public IndexState withStatus(IndexStatus other, boolean nowBackfilling) {
        return new IndexState(definition, space, other, nowBackfilling, capacity, warmThroughput);
    }

    /** Returns a copy declared otherwise. */
    public IndexState withDefinition(IndexDefinition other) {
        return new IndexState(other, space, status, backfilling, capacity, warmThroughput);
    }

    /** Returns a copy with other capacity history. */
    public IndexState withCapacity(CapacityChanges other) {
        return new IndexState(definition, space, status, backfilling, other, warmThroughput);
    }

    /** Returns a copy with other warm throughput. */
    public IndexState withWarmThroughput(@Nullable WarmThroughput other) {
        return new IndexState(definition, space, status, backfilling, capacity, other);
    }
}
