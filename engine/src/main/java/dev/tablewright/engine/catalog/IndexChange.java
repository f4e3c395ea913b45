package dev.tablewright.engine.catalog;

import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

/** One element of GlobalSecondaryIndexUpdates or VectorIndexUpdates. */
public sealed interface IndexChange {
    /** The index that is made, changed or removed. */
    String index();

    /** A new global index; existing items are copied into it. */
    record Create(IndexDeclaration declaration) implements IndexChange {
        @Override
        public String index() {
            return declaration.name();
        }
    }

    /** Other capacity for a global index; null leaves a member as it is. */
    record Update(
            String index,
            @Nullable Throughput throughput,
            @Nullable OnDemandLimit onDemandLimit,
            @Nullable WarmThroughput warmThroughput)
            implements IndexChange {}

    /** A new vector index; existing items are copied into it. */
    record CreateVectors(VectorIndexDeclaration declaration) implements IndexChange {
        @Override
        public String index() {
            return declaration.name();
        }
    }

    /** A vector index goes, with all its entries. */
    record DeleteVectors(String index) implements IndexChange {}

    /** A global index goes, with all its entries. */
    record Delete(String index) implements IndexChange {}
}
