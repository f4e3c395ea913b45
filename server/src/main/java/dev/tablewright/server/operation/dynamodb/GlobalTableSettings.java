package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.Throughput;
import dev.tablewright.server.autoscaling.Capacity.Direction;
import dev.tablewright.server.protocol.ResponseWriter;

/** Writes GlobalTableName and ReplicaSettings. */
final class GlobalTableSettings {
    private final ScalingSettings scaling;

    GlobalTableSettings(ScalingSettings scaling) {
        this.scaling = scaling;
    }

    void write(ResponseWriter out, LegacyGlobalTable global) {
        out.string("GlobalTableName", global.name());
        out.objects("ReplicaSettings", global.staying(), this::write);
    }

    private void write(ResponseWriter out, Table table) {
        Throughput throughput = table.throughput();
        out.string("RegionName", table.ref().region());
        out.string("ReplicaStatus", table.status().name());
        TableDescription.writeBilling(out, "ReplicaBillingModeSummary", table);
        out.number("ReplicaProvisionedReadCapacityUnits", throughput.read());
        scaling.write(
                out,
                "ReplicaProvisionedReadCapacityAutoScalingSettings",
                table,
                null,
                Direction.READ);
        out.number("ReplicaProvisionedWriteCapacityUnits", throughput.write());
        scaling.write(
                out,
                "ReplicaProvisionedWriteCapacityAutoScalingSettings",
                table,
                null,
                Direction.WRITE);
        var indexes = ScalingSettings.globalIndexes(table);
        if (!indexes.isEmpty()) {
            out.objects(
                    "ReplicaGlobalSecondaryIndexSettings",
                    indexes,
                    (each, index) -> write(each, table, index));
        }
        TableDescription.writeClass(out, "ReplicaTableClassSummary", table.settings());
    }

    private void write(ResponseWriter out, Table table, IndexState index) {
        Throughput throughput = index.definition().throughput();
        out.string("IndexName", index.name());
        out.string("IndexStatus", index.status().name());
        out.number("ProvisionedReadCapacityUnits", throughput.read());
        scaling.write(
                out,
                "ProvisionedReadCapacityAutoScalingSettings",
                table,
                index.name(),
                Direction.READ);
        out.number("ProvisionedWriteCapacityUnits", throughput.write());
        scaling.write(
                out,
                "ProvisionedWriteCapacityAutoScalingSettings",
                table,
                index.name(),
                Direction.WRITE);
    }
}
