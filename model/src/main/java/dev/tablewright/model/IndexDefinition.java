package dev.tablewright.model;

import org.jspecify.annotations.Nullable;

/**
 * A secondary index as declared.
 *
 * @param throughput for a global index of a provisioned table; else {@link Throughput#ON_DEMAND}
 * @param onDemandLimit null where none was set
 */
public record IndexDefinition(
        String name,
        Kind kind,
        KeySchema key,
        IndexProjection projection,
        Throughput throughput,
        @Nullable OnDemandLimit onDemandLimit) {
    /** The two kinds of index. */
    public enum Kind {
        /** Shares the table's partition key; fixed when the table is created. */
        LOCAL,
        /** Has a key of its own; can be added and removed. */
        GLOBAL
    }
}
