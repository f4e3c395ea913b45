package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.CapacityChanges;
import dev.tablewright.engine.catalog.Encryption;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.SecondaryIndex;
import dev.tablewright.engine.catalog.StreamSettings;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.engine.catalog.TableSettings;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.engine.catalog.WarmThroughput;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table as clients see it. A member is there only where DynamoDB has it: what was never set is
 * left out, not shown as a default.
 */
final class TableDescription {
    /** How replicas of one account share their settings. */
    private static final String SETTINGS_MODE = "ENABLED_WITH_OVERRIDES";

    private final Table table;
    private final TableSizes sizes;
    private final List<Table> replicas;
    private final Instant now;

    private TableDescription(Table table, List<Table> replicas, TableSizes sizes, Instant now) {
        this.table = table;
        this.replicas = replicas;
        this.sizes = sizes;
        this.now = now;
    }

    /** Writes a description as member {@code member}. */
    static void write(
            ResponseWriter out, String member, Table table, Database database, Instant now) {
        write(out, member, table, database.tables().otherReplicas(table), database.sizes(), now);
    }

    /** As {@link #write(ResponseWriter, String, Table, Database, Instant)}, with these replicas. */
    static void write(
            ResponseWriter out,
            String member,
            Table table,
            List<Table> replicas,
            TableSizes sizes,
            Instant now) {
        out.object(member, new TableDescription(table, replicas, sizes, now)::write);
    }

    /** A table that is being deleted has lost its shape already. */
    private void write(ResponseWriter out) {
        boolean whole = table.status() != TableStatus.DELETING;
        if (whole) {
            writeAttributes(out);
        }
        out.string("TableName", table.ref().name());
        if (whole) {
            writeKey(out, table.definition().key());
        }
        out.string("TableStatus", table.status().name());
        if (whole) {
            out.time("CreationDateTime", table.created());
        }
        TableSettings settings = table.settings();
        writeThroughput(out, table.throughput(), settings.capacity());
        TableSizes.Size size = sizes.of(table.space());
        out.number("TableSizeBytes", size.bytes());
        out.number("ItemCount", size.items());
        out.string("TableArn", table.ref().arn());
        out.string("TableId", table.id());
        writeBilling(out);
        if (whole) {
            writeIndexes(out);
            writeVectorIndexes(out);
            writeStream(out, settings.stream());
            writeReplicas(out);
            writeRestoration(out, settings.restoration());
            writeEncryption(out, settings.encryption());
            writeClass(out, "TableClassSummary", settings);
        }
        out.bool("DeletionProtectionEnabled", table.deletionProtection());
        writeLimit(out, settings.onDemandLimit());
        writeWarm(out, table);
    }

    private void writeAttributes(ResponseWriter out) {
        out.objects(
                "AttributeDefinitions",
                table.definition().attributes().entrySet(),
                (element, attribute) -> writeAttribute(element, attribute));
    }

    private static void writeAttribute(ResponseWriter out, Map.Entry<String, KeyType> attribute) {
        out.string("AttributeName", attribute.getKey());
        out.string("AttributeType", attribute.getValue().name());
    }

    private record Element(String name, String role) {}

    static void writeKey(ResponseWriter out, KeySchema key) {
        List<Element> elements = new ArrayList<>();
        key.hash().forEach(name -> elements.add(new Element(name, "HASH")));
        key.range().forEach(name -> elements.add(new Element(name, "RANGE")));
        out.objects(
                "KeySchema",
                elements,
                (each, element) -> {
                    each.string("AttributeName", element.name());
                    each.string("KeyType", element.role());
                });
    }

    private void writeThroughput(
            ResponseWriter out, Throughput throughput, CapacityChanges capacity) {
        out.object(
                "ProvisionedThroughput",
                inner -> {
                    writeTime(inner, "LastIncreaseDateTime", capacity.lastIncrease());
                    writeTime(inner, "LastDecreaseDateTime", capacity.lastDecrease());
                    inner.number("NumberOfDecreasesToday", capacity.decreasesToday(now));
                    inner.number("ReadCapacityUnits", throughput.read());
                    inner.number("WriteCapacityUnits", throughput.write());
                });
    }

    private static void writeTime(ResponseWriter out, String member, @Nullable Instant time) {
        if (time != null) {
            out.time(member, time);
        }
    }

    /**
     * Shown for tables that are or were on-demand. TableThroughputModeSummary is not documented.
     */
    private void writeBilling(ResponseWriter out) {
        writeBilling(out, "BillingModeSummary", table);
        writeMode(out, "TableThroughputModeSummary", "TableThroughputMode", table);
    }

    /** Writes BillingModeSummary as member {@code summary}. */
    static void writeBilling(ResponseWriter out, String summary, Table table) {
        writeMode(out, summary, "BillingMode", table);
    }

    private static void writeMode(ResponseWriter out, String summary, String member, Table table) {
        Instant lastOnDemand = table.settings().lastOnDemand();
        if (table.billingMode() == BillingMode.PROVISIONED && lastOnDemand == null) {
            return;
        }
        out.object(
                summary,
                inner -> {
                    inner.string(member, table.billingMode().name());
                    writeTime(inner, "LastUpdateToPayPerRequestDateTime", lastOnDemand);
                });
    }

    private void writeIndexes(ResponseWriter out) {
        List<IndexState> local = indexes(IndexDefinition.Kind.LOCAL);
        if (!local.isEmpty()) {
            out.objects("LocalSecondaryIndexes", local, this::writeIndex);
        }
        List<IndexState> global = indexes(IndexDefinition.Kind.GLOBAL);
        if (!global.isEmpty()) {
            out.objects(
                    "GlobalSecondaryIndexes",
                    global,
                    (each, index) -> {
                        writeIndex(each, index);
                        writeGlobal(each, index);
                    });
        }
    }

    private void writeVectorIndexes(ResponseWriter out) {
        if (!table.vectorIndexes().isEmpty()) {
            out.objects("VectorIndexes", table.vectorIndexes(), this::writeVectorIndex);
        }
    }

    private void writeVectorIndex(ResponseWriter out, VectorIndexState index) {
        VectorIndexDefinition definition = index.definition();
        writeVectors(out, definition);
        writeStatus(out, index);
        TableSizes.Size size = sizes.of(index.space());
        out.number("IndexSizeBytes", size.bytes());
        out.number("ItemCount", size.items());
        out.string("IndexArn", table.ref().indexArn(definition.name()));
    }

    /** Writes a vector index as it was declared. */
    static void writeVectors(ResponseWriter out, VectorIndexDefinition definition) {
        out.string("IndexName", definition.name());
        out.object("VectorAttribute", inner -> inner.string("AttributeName", definition.vector()));
        out.number("Dimensions", definition.dimensions());
        out.string("DistanceFunction", definition.distance().name());
        if (!definition.schema().isEmpty()) {
            out.objects(
                    "SearchSchema",
                    definition.schema(),
                    (each, element) -> {
                        each.string("AttributeName", element.name());
                        each.string("SearchSchemaElementType", element.role().name());
                    });
        }
        out.object("Projection", inner -> writeProjection(inner, definition.projection()));
    }

    /** Backfilling is said of an index that is being added to a table. */
    private void writeStatus(ResponseWriter out, SecondaryIndex index) {
        out.string("IndexStatus", index.status().name());
        boolean ofALiveTable = table.status() != TableStatus.CREATING;
        if (index.status() == IndexStatus.CREATING && ofALiveTable) {
            out.bool("Backfilling", index.backfilling());
        }
    }

    private List<IndexState> indexes(IndexDefinition.Kind kind) {
        return table.indexes().stream().filter(index -> index.definition().kind() == kind).toList();
    }

    private void writeIndex(ResponseWriter out, IndexState index) {
        IndexDefinition definition = index.definition();
        out.string("IndexName", definition.name());
        writeKey(out, definition.key());
        out.object("Projection", inner -> writeProjection(inner, definition.projection()));
        TableSizes.Size size = sizes.of(index.space());
        out.number("IndexSizeBytes", size.bytes());
        out.number("ItemCount", size.items());
        out.string("IndexArn", table.ref().indexArn(definition.name()));
    }

    static void writeProjection(ResponseWriter out, IndexProjection projection) {
        out.string("ProjectionType", projection.type().name());
        if (!projection.nonKeyAttributes().isEmpty()) {
            out.strings("NonKeyAttributes", projection.nonKeyAttributes());
        }
    }

    private void writeGlobal(ResponseWriter out, IndexState index) {
        writeStatus(out, index);
        writeThroughput(out, index.definition().throughput(), index.capacity());
        writeLimit(out, index.definition().onDemandLimit());
        writeWarm(out, table, index);
    }

    private static void writeWarm(ResponseWriter out, Table table) {
        writeWarm(
                out,
                table.billingMode(),
                table.settings().warmThroughput(),
                table.throughput(),
                table.usable(),
                table.status() == TableStatus.ACTIVE);
    }

    private static void writeWarm(ResponseWriter out, Table table, IndexState index) {
        writeWarm(
                out,
                table.billingMode(),
                index.warmThroughput(),
                index.definition().throughput(),
                index.status() == IndexStatus.ACTIVE || index.status() == IndexStatus.UPDATING,
                index.status() == IndexStatus.ACTIVE);
    }

    private void writeStream(ResponseWriter out, StreamSettings stream) {
        StreamView view = stream.view();
        if (view != null) {
            out.object(
                    "StreamSpecification",
                    inner -> {
                        inner.bool("StreamEnabled", true);
                        inner.string("StreamViewType", view.name());
                    });
        }
        String label = stream.label();
        if (label != null) {
            out.string("LatestStreamLabel", label);
            out.string("LatestStreamArn", table.ref().arn() + "/stream/" + label);
        }
    }

    private void writeReplicas(ResponseWriter out) {
        Replication part = table.replication();
        if (part != null && part.isLegacy()) {
            out.string("GlobalTableVersion", "2017.11.29");
            return;
        }
        if (replicas.isEmpty()) {
            return;
        }
        out.string("GlobalTableVersion", "2019.11.21");
        out.objects("Replicas", replicas, TableDescription::writeReplica);
        out.string("MultiRegionConsistency", "EVENTUAL");
        out.string("GlobalTableSettingsReplicationMode", SETTINGS_MODE);
    }

    private static void writeReplica(ResponseWriter out, Table replica) {
        ReplicaOverrides overrides = Replicas.overrides(replica);
        out.string("RegionName", replica.ref().region());
        out.string("ReplicaStatus", replica.status().name());
        out.string("ReplicaArn", replica.ref().arn());
        String key = overrides.kmsKey();
        if (key != null) {
            out.string("KMSMasterKeyId", key);
        }
        writeOverrides(out, overrides.read(), overrides.maxRead());
        writeWarm(out, replica);
        if (!overrides.indexes().isEmpty()) {
            out.objects(
                    "GlobalSecondaryIndexes",
                    overrides.indexes().entrySet(),
                    (each, index) -> {
                        each.string("IndexName", index.getKey());
                        writeOverrides(each, index.getValue().read(), index.getValue().maxRead());
                        replica.index(index.getKey())
                                .ifPresent(state -> writeWarm(each, replica, state));
                    });
        }
        TableClass tableClass = overrides.tableClass();
        if (tableClass != null) {
            out.object(
                    "ReplicaTableClassSummary",
                    inner -> inner.string("TableClass", tableClass.name()));
        }
        out.string("GlobalTableSettingsReplicationMode", SETTINGS_MODE);
    }

    private static void writeOverrides(
            ResponseWriter out, @Nullable Long read, @Nullable Long maxRead) {
        if (read != null) {
            out.object(
                    "ProvisionedThroughputOverride",
                    inner -> inner.number("ReadCapacityUnits", read));
        }
        if (maxRead != null) {
            out.object(
                    "OnDemandThroughputOverride",
                    inner -> inner.number("MaxReadRequestUnits", maxRead));
        }
    }

    private static void writeRestoration(ResponseWriter out, @Nullable Restoration from) {
        if (from == null || from.isImport()) {
            return;
        }
        out.object(
                "RestoreSummary",
                inner -> {
                    String backup = from.backupArn();
                    if (backup != null) {
                        inner.string("SourceBackupArn", backup);
                    }
                    inner.string("SourceTableArn", from.sourceTableArn());
                    inner.time("RestoreDateTime", from.moment());
                    inner.bool("RestoreInProgress", from.inProgress());
                });
    }

    static void writeEncryption(ResponseWriter out, @Nullable Encryption encryption) {
        if (encryption == null) {
            return;
        }
        out.object(
                "SSEDescription",
                inner -> {
                    inner.string("Status", "ENABLED");
                    inner.string("SSEType", "KMS");
                    inner.string("KMSMasterKeyArn", encryption.keyArn());
                });
    }

    /** Writes TableClassSummary as member {@code summary}. */
    static void writeClass(ResponseWriter out, String summary, TableSettings settings) {
        TableClass tableClass = settings.tableClass();
        if (tableClass == null) {
            return;
        }
        List<Instant> changes = settings.classChanges();
        out.object(
                summary,
                inner -> {
                    inner.string("TableClass", tableClass.name());
                    writeTime(
                            inner,
                            "LastUpdateDateTime",
                            changes.isEmpty() ? null : changes.getLast());
                });
    }

    static void writeLimit(ResponseWriter out, @Nullable OnDemandLimit limit) {
        if (limit != null) {
            out.object(
                    "OnDemandThroughput",
                    inner -> {
                        inner.number("MaxReadRequestUnits", limit.maxRead());
                        inner.number("MaxWriteRequestUnits", limit.maxWrite());
                    });
        }
    }

    /**
     * Shown from the moment that a table or index can be used, also while it changes in other ways.
     */
    private static void writeWarm(
            ResponseWriter out,
            BillingMode billing,
            @Nullable WarmThroughput asked,
            Throughput provisioned,
            boolean usable,
            boolean settled) {
        if (asked == null && !usable) {
            return;
        }
        WarmThroughput least = WarmThroughput.defaultFor(billing, provisioned);
        WarmThroughput warm = asked == null ? least : asked.atLeast(least);
        out.object(
                "WarmThroughput",
                inner -> {
                    inner.number("ReadUnitsPerSecond", warm.read());
                    inner.number("WriteUnitsPerSecond", warm.write());
                    inner.string("Status", settled || asked == null ? "ACTIVE" : "UPDATING");
                });
    }
}
