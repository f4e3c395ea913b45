package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableSettings;
import dev.tablewright.engine.catalog.TimeToLive;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Throughput;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/** A backup as clients see it. */
final class BackupDescription {
    private final Backup backup;

    private BackupDescription(Backup backup) {
        this.backup = backup;
    }

    /** Writes BackupDetails. */
    static void writeDetails(ResponseWriter out, Backup backup) {
        out.object("BackupDetails", new BackupDescription(backup)::details);
    }

    /** Writes BackupDescription, with the table as it was. */
    static void write(ResponseWriter out, Backup backup) {
        out.object("BackupDescription", new BackupDescription(backup)::description);
    }

    private void details(ResponseWriter out) {
        out.string("BackupArn", backup.ref().arn());
        out.string("BackupName", backup.name());
        out.number("BackupSizeBytes", backup.bytes());
        out.string("BackupStatus", backup.status().name());
        out.string("BackupType", backup.type().name());
        out.time("BackupCreationDateTime", backup.created());
        Instant expires = backup.expires();
        if (expires != null) {
            out.time("BackupExpiryDateTime", expires);
        }
    }

    private void description(ResponseWriter out) {
        out.object("BackupDetails", this::details);
        out.object("SourceTableDetails", this::source);
        out.object("SourceTableFeatureDetails", this::features);
    }

    private void source(ResponseWriter out) {
        Table table = backup.source();
        out.string("TableName", table.ref().name());
        out.string("TableId", table.id());
        out.string("TableArn", table.ref().arn());
        out.number("TableSizeBytes", backup.bytes());
        TableDescription.writeKey(out, table.definition().key());
        out.time("TableCreationDateTime", table.created());
        writeThroughput(out, table.throughput());
        TableDescription.writeLimit(out, table.settings().onDemandLimit());
        out.number("ItemCount", backup.items());
        out.string("BillingMode", table.billingMode().name());
    }

    private static void writeThroughput(ResponseWriter out, Throughput throughput) {
        out.object(
                "ProvisionedThroughput",
                inner -> {
                    inner.number("ReadCapacityUnits", throughput.read());
                    inner.number("WriteCapacityUnits", throughput.write());
                });
    }

    private void features(ResponseWriter out) {
        List<IndexState> local = indexes(IndexDefinition.Kind.LOCAL);
        if (!local.isEmpty()) {
            out.objects("LocalSecondaryIndexes", local, BackupDescription::writeIndex);
        }
        List<IndexState> global = indexes(IndexDefinition.Kind.GLOBAL);
        if (!global.isEmpty()) {
            out.objects("GlobalSecondaryIndexes", global, BackupDescription::writeGlobal);
        }
        List<VectorIndexState> vectors = backup.source().vectorIndexes();
        if (!vectors.isEmpty()) {
            out.objects(
                    "VectorIndexes",
                    vectors,
                    (inner, index) -> TableDescription.writeVectors(inner, index.definition()));
        }
        TableSettings settings = backup.source().settings();
        StreamView view = settings.stream().view();
        if (view != null) {
            out.object(
                    "StreamDescription",
                    inner -> {
                        inner.bool("StreamEnabled", true);
                        inner.string("StreamViewType", view.name());
                    });
        }
        TimeToLive expiry = settings.timeToLive();
        out.object(
                "TimeToLiveDescription",
                inner -> {
                    inner.string("TimeToLiveStatus", expiry.status().name());
                    String attribute = expiry.attribute();
                    if (attribute != null) {
                        inner.string("AttributeName", attribute);
                    }
                });
        TableDescription.writeEncryption(out, settings.encryption());
    }

    private List<IndexState> indexes(IndexDefinition.Kind kind) {
        return backup.source().indexes().stream()
                .filter(index -> index.definition().kind() == kind)
                .toList();
    }

    private static void writeIndex(ResponseWriter out, IndexState index) {
        out.string("IndexName", index.definition().name());
        TableDescription.writeKey(out, index.definition().key());
        out.object(
                "Projection",
                inner -> TableDescription.writeProjection(inner, index.definition().projection()));
    }

    private static void writeGlobal(ResponseWriter out, IndexState index) {
        writeIndex(out, index);
        writeThroughput(out, index.definition().throughput());
        TableDescription.writeLimit(out, index.definition().onDemandLimit());
    }
}
