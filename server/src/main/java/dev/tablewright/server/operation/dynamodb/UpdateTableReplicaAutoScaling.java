package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.Capacity.Direction;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * UpdateTableReplicaAutoScaling: lets the replicas of a table follow their load: the write capacity
 * of all of them, the read capacity of each.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTableReplicaAutoScaling.html">UpdateTableReplicaAutoScaling</a>
 */
final class UpdateTableReplicaAutoScaling
        implements Operation<
                RequestReader,
                ResponseWriter,
                UpdateTableReplicaAutoScaling.Request,
                TableAutoScaling> {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private final Catalog tables;
    private final ScalingSettings settings;

    UpdateTableReplicaAutoScaling(Catalog tables, ScalingSettings settings) {
        this.tables = tables;
        this.settings = settings;
    }

    record Request(TableRef table, List<ScalingSettings.Change> changes) {}

    @Override
    public String name() {
        return "UpdateTableReplicaAutoScaling";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        List<ScalingSettings.Change> changes = new ArrayList<>();
        for (RequestReader index :
                GlobalTableMembers.elements(
                        in,
                        "GlobalSecondaryIndexUpdates",
                        "GlobalSecondaryIndexAutoScalingUpdate")) {
            ScalingSettings.add(
                    changes,
                    null,
                    index.string("IndexName", GlobalTableMembers.NAME),
                    Direction.WRITE,
                    ScalingUpdate.read(index, "ProvisionedWriteCapacityAutoScalingUpdate"));
        }
        ScalingSettings.add(
                changes,
                null,
                null,
                Direction.WRITE,
                ScalingUpdate.read(in, "ProvisionedWriteCapacityAutoScalingUpdate"));
        for (RequestReader replica :
                GlobalTableMembers.elements(in, "ReplicaUpdates", "ReplicaAutoScalingUpdate")) {
            addReads(changes, replica);
        }
        in.requireValid();
        if (changes.isEmpty()) {
            throw new ValidationException(
                    INVALID
                            + "At least one of GlobalSecondaryIndexUpdates,"
                            + " ProvisionedWriteCapacityAutoScalingUpdate or ReplicaUpdates is"
                            + " required");
        }
        changes.forEach(change -> change.update().check());
        return new Request(table, changes);
    }

    private static void addReads(List<ScalingSettings.Change> changes, RequestReader replica) {
        String region = replica.requiredString("RegionName");
        List<RequestReader> indexes =
                replica.structures(
                        "ReplicaGlobalSecondaryIndexUpdates",
                        "ReplicaGlobalSecondaryIndexAutoScalingUpdate");
        for (RequestReader index : indexes == null ? List.<RequestReader>of() : indexes) {
            ScalingSettings.add(
                    changes,
                    region,
                    index.string("IndexName", GlobalTableMembers.NAME),
                    Direction.READ,
                    ScalingUpdate.read(index, "ProvisionedReadCapacityAutoScalingUpdate"));
        }
        ScalingSettings.add(
                changes,
                region,
                null,
                Direction.READ,
                ScalingUpdate.read(replica, "ReplicaProvisionedReadCapacityAutoScalingUpdate"));
    }

    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        var access = new TableAccess(tables);
        needed.add(access.to(name(), request.table()));
        Table table = tables.find(request.table());
        if (table != null) {
            List<Table> replicas = TableAutoScaling.of(table, tables).replicas();
            needed.addAll(settings.access(replicas, request.changes()));
        }
        return needed;
    }

    @Override
    public TableAutoScaling execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableAutoScaling scaling = TableAutoScaling.of(tables.describe(request.table()), tables);
        if (scaling.replicas().isEmpty()) {
            throw new ValidationException(
                    INVALID
                            + "The table has no replicas. Use Application Auto Scaling for its"
                            + " capacity: "
                            + request.table().name());
        }
        for (ScalingSettings.Change change : request.changes()) {
            requireReplica(scaling, change);
        }
        settings.check(scaling.replicas(), request.changes());
        settings.apply(scaling.replicas(), request.changes());
        return scaling;
    }

    private static void requireReplica(TableAutoScaling scaling, ScalingSettings.Change change) {
        boolean there =
                change.region() == null
                        || scaling.replicas().stream()
                                .anyMatch(each -> each.ref().region().equals(change.region()));
        if (!there) {
            throw new ValidationException(
                    INVALID
                            + "The table has no replica in the specified region: "
                            + change.region());
        }
    }

    @Override
    public void encode(TableAutoScaling scaling, ResponseWriter out) {
        scaling.write(out, settings);
    }
}
