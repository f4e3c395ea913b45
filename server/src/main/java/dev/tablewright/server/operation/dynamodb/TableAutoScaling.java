package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.server.autoscaling.Capacity.Direction;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A table with all its replicas, itself among them, and how they follow their load:
 * TableAutoScalingDescription.
 *
 * @param replicas in the order of their regions; empty for a table without any
 */
record TableAutoScaling(Table table, List<Table> replicas) {
    static TableAutoScaling of(Table table, Catalog tables) {
        Replication replication = table.replication();
        List<Table> all = new ArrayList<>();
        if (replication != null && !replication.isLegacy()) {
            all.add(table);
            all.addAll(tables.otherReplicas(table));
            all.sort(Comparator.comparing(each -> each.ref().region()));
        }
        return new TableAutoScaling(table, all);
    }

    void write(ResponseWriter out, ScalingSettings settings) {
        out.object(
                "TableAutoScalingDescription",
                inner -> {
                    inner.string("TableName", table.ref().name());
                    inner.string("TableStatus", table.status().name());
                    inner.objects(
                            "Replicas",
                            replicas,
                            (each, replica) -> write(each, replica, settings));
                });
    }

    private static void write(ResponseWriter out, Table replica, ScalingSettings settings) {
        out.string("RegionName", replica.ref().region());
        out.objects(
                "GlobalSecondaryIndexes",
                ScalingSettings.globalIndexes(replica),
                (each, index) -> {
                    each.string("IndexName", index.name());
                    each.string("IndexStatus", index.status().name());
                    settings.write(
                            each,
                            "ProvisionedReadCapacityAutoScalingSettings",
                            replica,
                            index.name(),
                            Direction.READ);
                    settings.write(
                            each,
                            "ProvisionedWriteCapacityAutoScalingSettings",
                            replica,
                            index.name(),
                            Direction.WRITE);
                });
        settings.write(
                out,
                "ReplicaProvisionedReadCapacityAutoScalingSettings",
                replica,
                null,
                Direction.READ);
        settings.write(
                out,
                "ReplicaProvisionedWriteCapacityAutoScalingSettings",
                replica,
                null,
                Direction.WRITE);
        out.string("ReplicaStatus", replica.status().name());
    }
}
