package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
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
 * @param vectorIndexes all that are not gone; the definition does not have them
 * @param indexes state of every index of {@code definition}, in its order
 * @param replication null unless the table has replicas in other regions
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
        boolean deletionProtection,
        TableSettings settings,
        List<VectorIndexState> vectorIndexes,
        @Nullable Replication replication) {
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

    /** Copies the lists. */
    public Table {
        indexes = List.copyOf(indexes);
        vectorIndexes = List.copyOf(vectorIndexes);
    }

    /** A table with no settings of note. */
    public Table(
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
        this(
                ref,
                id,
                version,
                space,
                definition,
                indexes,
                status,
                created,
                billingMode,
                throughput,
                deletionProtection,
                TableSettings.DEFAULT,
                List.of(),
                null);
    }

    /** Finds the state of an index by its name. */
    public Optional<IndexState> index(String name) {
        return indexes.stream().filter(i -> i.definition().name().equals(name)).findFirst();
    }

    /** Finds the state of a vector index by its name. */
    public Optional<VectorIndexState> vectorIndex(String name) {
        return vectorIndexes.stream().filter(i -> i.name().equals(name)).findFirst();
    }

    /** Returns all indexes: local, global and vector indexes. */
    public List<SecondaryIndex> allIndexes() {
        if (vectorIndexes.isEmpty()) {
            return List.copyOf(indexes);
        }
        List<SecondaryIndex> all = new ArrayList<>(indexes);
        all.addAll(vectorIndexes);
        return List.copyOf(all);
    }

    /** Whether data operations may use the table. */
    public boolean usable() {
        return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
    }

    /** Whether it goes out of its global table once the others have all that was written here. */
    public boolean isLeavingReplicas() {
        return replication != null && (status == TableStatus.DELETING || replication.isLeaving());
    }

    /** Whether the changes of its items go into a log. */
    public boolean logged() {
        return replication != null || settings.stream().on() || settings.recovery().enabled();
    }

    /** Starts a changed copy. */
    public Builder with() {
        return new Builder(this);
    }

    /** Collects what differs in a copy of a table. */
    public static final class Builder {
        private TableRef ref;
        private String id;
        private long space;
        private Instant created;
        private Version version;
        private TableDefinition definition;
        private List<IndexState> indexes;
        private TableStatus status;
        private BillingMode billingMode;
        private Throughput throughput;
        private boolean deletionProtection;
        private TableSettings settings;
        private List<VectorIndexState> vectorIndexes;
        private @Nullable Replication replication;

        private Builder(Table from) {
            this.ref = from.ref;
            this.id = from.id;
            this.space = from.space;
            this.created = from.created;
            this.version = from.version;
            this.definition = from.definition;
            this.indexes = from.indexes;
            this.status = from.status;
            this.billingMode = from.billingMode;
            this.throughput = from.throughput;
            this.deletionProtection = from.deletionProtection;
            this.settings = from.settings;
            this.vectorIndexes = from.vectorIndexes;
            this.replication = from.replication;
        }

        /** Makes it another table, which has no commit and no replicas yet. */
        Builder born(TableRef otherRef, String otherId, long otherSpace, Instant when) {
            this.ref = otherRef;
            this.id = otherId;
            this.space = otherSpace;
            this.created = when;
            this.version = new Version(0);
            this.replication = null;
            return this;
        }

        /** Sets the commit that the copy stands for. */
        public Builder version(Version other) {
            this.version = other;
            return this;
        }

        /** Sets the status. */
        public Builder status(TableStatus other) {
            this.status = other;
            return this;
        }

        /** Sets the shape; call {@link #indexes} as well if indexes differ. */
        public Builder definition(TableDefinition other) {
            this.definition = other;
            return this;
        }

        /** Sets the indexes, in the definition too. */
        public Builder indexes(List<IndexState> other) {
            this.indexes = other;
            this.definition =
                    new TableDefinition(
                            definition.key(),
                            definition.attributes(),
                            other.stream().map(IndexState::definition).toList());
            return this;
        }

        /** Sets the vector indexes. */
        public Builder vectorIndexes(List<VectorIndexState> other) {
            this.vectorIndexes = other;
            return this;
        }

        /** Sets billing mode and throughput. */
        public Builder billing(BillingMode mode, Throughput provisioned) {
            this.billingMode = mode;
            this.throughput = provisioned;
            return this;
        }

        /** Sets deletion protection. */
        public Builder deletionProtection(boolean on) {
            this.deletionProtection = on;
            return this;
        }

        /** Sets everything else. */
        public Builder settings(TableSettings other) {
            this.settings = other;
            return this;
        }

        /** Sets its part in a global table; null for none. */
        public Builder replication(@Nullable Replication other) {
            this.replication = other;
            return this;
        }

        /** Returns the copy. */
        public Table build() {
            return new Table(
                    ref,
                    id,
                    version,
                    space,
                    definition,
                    indexes,
                    status,
                    created,
                    billingMode,
                    throughput,
                    deletionProtection,
                    settings,
                    vectorIndexes,
                    replication);
        }
    }
}
