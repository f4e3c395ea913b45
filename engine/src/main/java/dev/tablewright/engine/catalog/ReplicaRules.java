package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What replicas of one table may differ in, and what they share.
 *
 * <p>Shared: billing mode, provisioned capacity, limits on demand, warm throughput, indexes, time
 * to live, the stream, the kind of encryption, and the table class. A replica may have other read
 * capacity, another limit of reads, another class and another key. Tags, deletion protection,
 * point-in-time recovery, policies and watchers are each replica's own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">How
 *     DynamoDB global tables work</a>
 */
final class ReplicaRules {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private ReplicaRules() {}

    static ValidationException localRegion() {
        return new ValidationException(
                "Cannot add, delete, or update the local region through ReplicaUpdates. Use"
                        + " CreateTable, DeleteTable, or UpdateTable as required.");
    }

    static ValidationException alreadyThere(Table table) {
        return new ValidationException(
                "Failed to create a the new replica of table with name: '"
                        + table.ref().name()
                        + "' because one or more replicas already existed as tables.");
    }

    static ValidationException notFound() {
        return new ValidationException(
                INVALID
                        + "Replica specified in the Replica Update or Replica Delete action of the"
                        + " request was not found.");
    }

    /** Requires that a replica may go: none was made from it within a day. */
    static void checkNoSource(Table table, Instant now) {
        Replication replication = table.replication();
        if (replication != null && replication.wasSourceAt(now)) {
            throw new ValidationException(
                    "Replica cannot be deleted because it has acted as a source region for new"
                            + " replica(s) being added to the table in the last 24 hours.");
        }
    }

    /** Requires a stream that replicas can share, or none: then they get one. */
    static void checkStream(Table table) {
        StreamView view = table.settings().stream().view();
        if (view != null && view != StreamView.NEW_AND_OLD_IMAGES) {
            throw wrongStream();
        }
    }

    static ValidationException wrongStream() {
        return new ValidationException(
                INVALID
                        + "Table must have DynamoDB Streams enabled with StreamViewType set to"
                        + " New and Old Images");
    }

    static void checkOverrides(Table table, ReplicaOverrides overrides) {
        checkKind(table, overrides.read(), overrides.maxRead());
        overrides
                .indexes()
                .forEach(
                        (name, index) -> {
                            requireGlobal(table, name);
                            checkKind(table, index.read(), index.maxRead());
                        });
        if (overrides.kmsKey() != null && table.settings().encryption() == null) {
            throw new ValidationException(
                    INVALID
                            + "KMSMasterKeyId can only be specified for a replica of a table that"
                            + " is encrypted with a KMS key");
        }
    }

    private static void checkKind(Table table, @Nullable Long read, @Nullable Long maxRead) {
        boolean onDemand = table.billingMode() == BillingMode.PAY_PER_REQUEST;
        if (onDemand && read != null) {
            throw new ValidationException(
                    INVALID
                            + "ProvisionedThroughputOverride cannot be specified when BillingMode"
                            + " is PAY_PER_REQUEST");
        }
        if (!onDemand && maxRead != null) {
            throw new ValidationException(
                    INVALID
                            + "OnDemandThroughputOverride cannot be specified when BillingMode is"
                            + " PROVISIONED");
        }
        if (read != null) {
            Throughput asked = new Throughput(read, table.throughput().write());
            CapacityRules.checkBounds(asked);
            CapacityRules.checkTableLimit(asked);
        }
        if (maxRead != null) {
            CapacityRules.checkLimit(new OnDemandLimit(maxRead, -1), table.billingMode(), "table");
        }
    }

    private static void requireGlobal(Table table, String name) {
        boolean there =
                table.index(name)
                        .map(IndexState::definition)
                        .filter(index -> index.kind() == IndexDefinition.Kind.GLOBAL)
                        .isPresent();
        if (!there) {
            throw new ValidationException(
                    INVALID + "The table does not have the specified index: " + name);
        }
    }

    /** Returns {@code table} with what {@code overrides} name, besides what it has. */
    static Table overridden(Table table, ReplicaOverrides overrides, Instant now) {
        Replication replication = Objects.requireNonNull(table.replication());
        TableSettings settings = table.settings();
        Table.Builder after = table.with();
        Long read = overrides.read();
        if (read != null) {
            Throughput asked = new Throughput(read, table.throughput().write());
            settings =
                    settings.withCapacity(
                            settings.capacity().request(table.throughput(), asked, now).done());
            after.billing(table.billingMode(), asked);
        }
        settings = settings.withOnDemandLimit(limit(settings.onDemandLimit(), overrides.maxRead()));
        TableClass tableClass = overrides.tableClass();
        if (tableClass != null && tableClass != settings.tableClass()) {
            settings = settings.withTableClass(tableClass, List.of(now));
        }
        if (overrides.kmsKey() != null) {
            settings =
                    settings.withEncryption(
                            new EncryptionRequest(true, overrides.kmsKey()).of(table.ref()));
        }
        return after.settings(settings)
                .indexes(
                        table.indexes().stream()
                                .map(index -> overridden(index, overrides.index(index.name())))
                                .toList())
                .replication(replication.with(overrides.over(replication.overrides())))
                .build();
    }

    private static IndexState overridden(IndexState index, ReplicaOverrides.Index overrides) {
        IndexDefinition definition = index.definition();
        Long read = overrides.read();
        return index.withDefinition(
                new IndexDefinition(
                        definition.name(),
                        definition.kind(),
                        definition.key(),
                        definition.projection(),
                        read == null
                                ? definition.throughput()
                                : new Throughput(read, definition.throughput().write()),
                        limit(definition.onDemandLimit(), overrides.maxRead())));
    }

    private static @Nullable OnDemandLimit limit(
            @Nullable OnDemandLimit present, @Nullable Long maxRead) {
        if (maxRead == null) {
            return present;
        }
        return new OnDemandLimit(maxRead, present == null ? -1 : present.maxWrite());
    }

    /** Returns the part of a change that {@code other} shares; null if nothing is left of it. */
    static @Nullable TableChange shared(TableChange change, Table other) {
        Replication replication = Objects.requireNonNull(other.replication());
        ReplicaOverrides overrides = replication.overrides();
        boolean toProvisioned =
                change.billingMode() == BillingMode.PROVISIONED
                        && other.billingMode() != BillingMode.PROVISIONED;
        Throughput throughput =
                throughput(
                        change.throughput(),
                        overrides.read(),
                        toProvisioned ? null : other.throughput());
        List<IndexChange> indexes = new ArrayList<>();
        for (IndexChange each : change.indexes()) {
            IndexChange shared = shared(each, other, overrides.index(each.index()), toProvisioned);
            if (shared != null) {
                indexes.add(shared);
            }
        }
        OnDemandLimit limit = limit(change.onDemandLimit(), overrides);
        EncryptionRequest encryption = encryption(change.encryption(), other);
        TableClass tableClass = overrides.tableClass() == null ? change.tableClass() : null;
        if (change.billingMode() == null
                && throughput == null
                && indexes.isEmpty()
                && limit == null
                && change.warmThroughput() == null
                && encryption == null
                && tableClass == null) {
            return null;
        }
        return new TableChange(
                other.ref(),
                change.attributes(),
                change.billingMode(),
                throughput,
                indexes,
                limit,
                change.warmThroughput(),
                null,
                encryption,
                tableClass,
                null);
    }

    private static @Nullable OnDemandLimit limit(
            @Nullable OnDemandLimit asked, ReplicaOverrides overrides) {
        return asked == null ? null : limit(asked, overrides.maxRead());
    }

    /** A replica keeps a key of its own; the kind of encryption is shared. */
    private static @Nullable EncryptionRequest encryption(
            @Nullable EncryptionRequest asked, Table other) {
        boolean encrypted = other.settings().encryption() != null;
        return asked == null || asked.enabled() == encrypted
                ? null
                : new EncryptionRequest(asked.enabled(), null);
    }

    private static @Nullable Throughput throughput(
            @Nullable Throughput asked, @Nullable Long read, @Nullable Throughput present) {
        if (asked == null) {
            return null;
        }
        Throughput wanted = read == null ? asked : new Throughput(read, asked.write());
        return wanted.equals(present) ? null : wanted;
    }

    private static @Nullable IndexChange shared(
            IndexChange change,
            Table other,
            ReplicaOverrides.Index overrides,
            boolean toProvisioned) {
        if (!(change instanceof IndexChange.Update update)) {
            return change;
        }
        Throughput present =
                toProvisioned
                        ? null
                        : other.index(update.index())
                                .map(index -> index.definition().throughput())
                                .orElse(null);
        Throughput throughput = throughput(update.throughput(), overrides.read(), present);
        OnDemandLimit asked = update.onDemandLimit();
        OnDemandLimit limit = asked == null ? null : limit(asked, overrides.maxRead());
        return throughput == null && limit == null && update.warmThroughput() == null
                ? null
                : new IndexChange.Update(
                        update.index(), throughput, limit, update.warmThroughput());
    }

    /**
     * Returns a changed replica with the overrides that are left of its own: those of the other
     * billing mode and of indexes that are gone fall away, and what was set here itself counts.
     */
    static Table settled(Table table, TableChange change) {
        Replication replication = table.replication();
        if (replication == null) {
            return table;
        }
        ReplicaOverrides overrides = replication.overrides();
        Throughput asked = change.throughput();
        if (asked != null && overrides.read() != null) {
            overrides =
                    new ReplicaOverrides(asked.read(), null, null, null, Map.of()).over(overrides);
        }
        overrides =
                table.billingMode() == BillingMode.PAY_PER_REQUEST
                        ? overrides.onDemand()
                        : overrides.provisioned();
        return overrides.equals(replication.overrides())
                ? table
                : table.with().replication(replication.with(overrides)).build();
    }

    /** Requires that a table may be deleted. */
    static void checkMayGo(Table table, Instant now) {
        if (table.deletionProtection()) {
            throw new ValidationException(
                    "Resource cannot be deleted as it is currently protected against deletion."
                            + " Disable deletion protection first.");
        }
        checkNoSource(table, now);
    }
}
