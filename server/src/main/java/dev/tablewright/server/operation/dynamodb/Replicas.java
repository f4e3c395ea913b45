package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.iam.ServiceLinkedRoles;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What UpdateTable does about replicas: which permissions it needs in the other region, and what
 * has to be true before a table gets one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html">Global
 *     tables security</a>
 */
final class Replicas {
    /** What is needed in the new replica's region, besides the creation itself. */
    private static final List<String> DATA_ACTIONS =
            List.of(
                    "Query",
                    "Scan",
                    "UpdateItem",
                    "PutItem",
                    "GetItem",
                    "DeleteItem",
                    "BatchWriteItem");

    private final Database database;
    private final EnvironmentBudgets budgets;
    private final AutoScaling scaling;
    private final ServiceLinkedRoles roles;

    Replicas(
            Database database,
            EnvironmentBudgets budgets,
            AutoScaling scaling,
            ServiceLinkedRoles roles) {
        this.database = database;
        this.budgets = budgets;
        this.scaling = scaling;
        this.roles = roles;
    }

    /** Every permission that is needed besides UpdateTable on the table itself. */
    List<Access> access(TableRef table, ReplicaChange change) {
        TableRef replica = replicaOf(table, change);
        var access = new TableAccess(database.tables());
        return switch (change) {
            case ReplicaChange.Create _ -> toCreate(access, replica);
            case ReplicaChange.Update _ -> List.of(access.to("UpdateTable", replica));
            case ReplicaChange.Delete _ ->
                    List.of(
                            access.to("DeleteTable", replica),
                            access.to("DeleteTableReplica", replica));
        };
    }

    private List<Access> toCreate(TableAccess access, TableRef replica) {
        List<Access> needed = new ArrayList<>();
        needed.add(TableAccess.toNew("CreateTable", replica, Map.of()));
        needed.add(TableAccess.toNew("CreateTableReplica", replica, Map.of()));
        DATA_ACTIONS.forEach(action -> needed.add(access.to(action, replica)));
        if (!roles.isThere(replica.account(), ServiceLinkedRoles.REPLICATION)) {
            needed.add(roles.toMake(replica.account(), ServiceLinkedRoles.REPLICATION));
        }
        return needed;
    }

    private static TableRef replicaOf(TableRef table, ReplicaChange change) {
        return new TableRef(table.account(), change.region(), table.name());
    }

    /**
     * A table and its replicas, as they are while one of them is changed.
     *
     * @param replicas in the order of their regions
     */
    record Changing(Table table, List<Table> replicas) {}

    /** Does it; answers as if it took its time, as it does on AWS. */
    Changing change(TableRef table, ReplicaChange change) {
        TableRef replica = replicaOf(table, change);
        List<Table> before = of(database.tables().find(table));
        Table changed =
                change instanceof ReplicaChange.Create
                        ? budgets.create(replica, () -> create(table, change))
                        : budgets.change(table, () -> database.tables().replicate(table, change));
        database.tables().settle(table);
        if (change instanceof ReplicaChange.Update) {
            database.tables().settle(replica);
        }
        List<Table> replicas = change instanceof ReplicaChange.Delete ? before : of(changed);
        return new Changing(
                changed.with().status(TableStatus.UPDATING).build(),
                replicas.stream()
                        .map(each -> each.ref().equals(replica) ? during(change, each) : each)
                        .toList());
    }

    private List<Table> of(@Nullable Table table) {
        return table == null ? List.of() : database.tables().otherReplicas(table);
    }

    private static Table during(ReplicaChange change, Table replica) {
        TableStatus status =
                switch (change) {
                    case ReplicaChange.Create _ -> TableStatus.CREATING;
                    case ReplicaChange.Update _ -> TableStatus.UPDATING;
                    case ReplicaChange.Delete _ -> TableStatus.DELETING;
                };
        return replica.with().status(status).build();
    }

    private Table create(TableRef table, ReplicaChange change) {
        requireScaledWrites(database.tables().describe(table));
        Table changed = database.tables().replicate(table, change);
        roles.ensure(table.account(), ServiceLinkedRoles.REPLICATION);
        return changed;
    }

    /** Provisioned write capacity has to follow the load: all replicas take every write. */
    private void requireScaledWrites(Table table) {
        if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
            return;
        }
        if (!isScaled(table, null)) {
            throw new ValidationException(
                    "Table write capacity should either be Pay-Per-Request or AutoScaled.");
        }
        for (IndexState index : table.indexes()) {
            IndexDefinition definition = index.definition();
            if (definition.kind() == IndexDefinition.Kind.GLOBAL
                    && !isScaled(table, definition.name())) {
                throw new ValidationException(
                        "Index write capacity should either be Pay-Per-Request or AutoScaled.");
            }
        }
    }

    private boolean isScaled(Table table, @Nullable String index) {
        return scaling.find(new Capacity(table.ref(), index, Capacity.Direction.WRITE)) != null;
    }

    /** What a replica has otherwise than the others; nothing where it has no others. */
    static ReplicaOverrides overrides(Table table) {
        Replication replication = table.replication();
        return replication == null ? ReplicaOverrides.NONE : replication.overrides();
    }
}
