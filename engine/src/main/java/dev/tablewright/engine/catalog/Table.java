package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.storage.Version;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table as it stands in one catalog image. Immutable; the data path reads it without a lock and
 * makes its commit depend on {@link #version}.
 *
 * @param id DynamoDB's TableId, a UUID
 * @param version the commit that wrote this state to {@link
 *     dev.tablewright.engine.keyspace.Keyspace#table}; every write of an item checks that the
 *     record is still of this version
 * @param space the keyspace of its items; never reused
 * @param definition its shape, with all indexes that are not gone
 * @param indexes state of every index of {@code definition}, in its order
 */
public record Table(
        TableRef ref,
        String id,
        Version version,
        long space,
        TableDefinition definition,
        List<IndexState> indexes,
        TableStatus status,
        Instant created,
        BillingMode billingMode,
        Throughput throughput,
        boolean deletionProtection) {
    /** DynamoDB's TableStatus. */
    public enum TableStatus {
        /** Being made. */
        CREATING,
        /** Being changed; data operations work. */
        UPDATING,
        /** Being removed. */
        DELETING,
        /** Ready. */
        ACTIVE
    }

    /** Finds the state of an index by its name. */
    public Optional<IndexState> index(String name) {
        return indexes.stream().filter(i -> i.definition().name().equals(name)).findFirst();
    }
}
