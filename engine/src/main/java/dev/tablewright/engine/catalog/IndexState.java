package dev.tablewright.engine.catalog;

import dev.tablewright.model.IndexDefinition;

/**
 * An index of a live table.
 *
 * @param space the keyspace of its entries; never reused
 * @param status of a global index; a local index is always ACTIVE
 * @param backfilling whether existing items are still being copied into it; queries are refused
 *     until it is ACTIVE, writes maintain it from the start
 */
public record IndexState(
        IndexDefinition definition, long space, IndexStatus status, boolean backfilling) {
    /** DynamoDB's IndexStatus. */
    public enum IndexStatus {
        /** Being made. */
        CREATING,
        /** Being changed. */
        UPDATING,
        /** Being removed. */
        DELETING,
        /** Ready. */
        ACTIVE
    }
}
