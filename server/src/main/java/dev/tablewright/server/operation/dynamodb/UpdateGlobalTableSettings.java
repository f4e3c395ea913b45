package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.Capacity.Direction;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * UpdateGlobalTableSettings: changes the capacities of a global table of version 2017.11.29: of
 * writes in all regions, of reads and the table class in each.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTableSettings.html">UpdateGlobalTableSettings</a>
 */
final class UpdateGlobalTableSettings
        implements Operation<
                RequestReader,
                ResponseWriter,
                UpdateGlobalTableSettings.Request,
                LegacyGlobalTable> {
    private static final Constraint POSITIVE = Constraint.atLeast(1);
    private static final Constraint AT_MOST_20 = Constraint.maxLength(20);

    private final Database database;
    private final EnvironmentBudgets budgets;
    private final LegacyAccess access;
    private final ScalingSettings scaling;
    private final GlobalTableSettings settings;

    UpdateGlobalTableSettings(
            Database database,
            EnvironmentBudgets budgets,
            LegacyAccess access,
            ScalingSettings scaling,
            GlobalTableSettings settings) {
        this.database = database;
        this.budgets = budgets;
        this.access = access;
        this.scaling = scaling;
        this.settings = settings;
    }

    /**
     * What is asked for; null leaves a setting as it is.
     *
     * @param writes units of each global index
     * @param replicas by region
     */
    record Request(
            TableRef name,
            @Nullable BillingMode billing,
            @Nullable Long write,
            Map<String, Long> writes,
            Map<String, OfReplica> replicas,
            List<ScalingSettings.Change> scaling) {}

    /** What is asked for in one region. */
    private record OfReplica(
            @Nullable Long read, Map<String, Long> reads, @Nullable TableClass tableClass) {
        static final OfReplica NOTHING = new OfReplica(null, Map.of(), null);
    }

    @Override
    public String name() {
        return "UpdateGlobalTableSettings";
    }

    @Override
    public Request decode(RequestReader in) {
        List<ScalingSettings.Change> changes = new ArrayList<>();
        TableRef name = GlobalTableMembers.name(in);
        BillingMode billing =
                in.choice(
                        "GlobalTableBillingMode",
                        List.of(BillingMode.PROVISIONED, BillingMode.PAY_PER_REQUEST));
        Long write = in.number("GlobalTableProvisionedWriteCapacityUnits", POSITIVE);
        ScalingSettings.add(
                changes,
                null,
                null,
                Direction.WRITE,
                ScalingUpdate.read(
                        in, "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate"));
        Map<String, Long> writes = new HashMap<>();
        for (RequestReader index :
                GlobalTableMembers.elements(
                        in,
                        "GlobalTableGlobalSecondaryIndexSettingsUpdate",
                        "GlobalTableGlobalSecondaryIndexSettingsUpdate",
                        AT_MOST_20)) {
            String indexName = index.requiredString("IndexName", GlobalTableMembers.NAME);
            Long units = index.number("ProvisionedWriteCapacityUnits", POSITIVE);
            if (units != null) {
                writes.put(indexName, units);
            }
            ScalingSettings.add(
                    changes,
                    null,
                    indexName,
                    Direction.WRITE,
                    ScalingUpdate.read(index, "ProvisionedWriteCapacityAutoScalingSettingsUpdate"));
        }
        Map<String, OfReplica> replicas = new HashMap<>();
        for (RequestReader replica :
                GlobalTableMembers.elements(
                        in,
                        "ReplicaSettingsUpdate",
                        "ReplicaSettingsUpdate",
                        Constraint.maxLength(50))) {
            String region = replica.requiredString("RegionName");
            replicas.put(region, ofReplica(replica, region, changes));
        }
        in.requireValid();
        if (billing == null
                && write == null
                && writes.isEmpty()
                && replicas.isEmpty()
                && changes.isEmpty()) {
            throw new ValidationException(
                    "One or more parameter values were invalid: At least one setting is required");
        }
        changes.forEach(change -> change.update().check());
        return new Request(name, billing, write, writes, replicas, changes);
    }

    private static OfReplica ofReplica(
            RequestReader in, String region, List<ScalingSettings.Change> changes) {
        Long read = in.number("ReplicaProvisionedReadCapacityUnits", POSITIVE);
        ScalingSettings.add(
                changes,
                region,
                null,
                Direction.READ,
                ScalingUpdate.read(in, "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate"));
        Map<String, Long> reads = new HashMap<>();
        for (RequestReader index :
                GlobalTableMembers.elements(
                        in,
                        "ReplicaGlobalSecondaryIndexSettingsUpdate",
                        "ReplicaGlobalSecondaryIndexSettingsUpdate",
                        AT_MOST_20)) {
            String name = index.requiredString("IndexName", GlobalTableMembers.NAME);
            Long units = index.number("ProvisionedReadCapacityUnits", POSITIVE);
            if (units != null) {
                reads.put(name, units);
            }
            ScalingSettings.add(
                    changes,
                    region,
                    name,
                    Direction.READ,
                    ScalingUpdate.read(index, "ProvisionedReadCapacityAutoScalingSettingsUpdate"));
        }
        TableClass tableClass =
                in.choice(
                        "ReplicaTableClass",
                        List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS));
        return new OfReplica(read, reads, tableClass);
    }

    @Override
    public List<Access> access(Request request) {
        List<Table> tables =
                database.tables()
                        .legacyGlobalTable(request.name().account(), request.name().name())
                        .map(LegacyGlobalTable::staying)
                        .orElse(List.of());
        List<Access> needed =
                new ArrayList<>(
                        access.to(
                                name(),
                                request.name(),
                                tables.stream().map(table -> table.ref().region()).toList()));
        needed.addAll(scaling.access(tables, request.scaling()));
        return needed;
    }

    @Override
    public LegacyGlobalTable execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        LegacyGlobalTable global = global(request.name());
        List<Table> tables = global.staying();
        requireReplicas(request, tables);
        tables.forEach(table -> requireIndexes(request, table));
        scaling.check(tables, request.scaling());
        List<TableChange> changes =
                tables.stream()
                        .map(table -> change(request, table))
                        .filter(Objects::nonNull)
                        .toList();
        if (!changes.isEmpty()) {
            var _ = budgets.change(changes.getFirst().ref(), () -> update(changes));
        }
        scaling.apply(tables, request.scaling());
        return global(request.name());
    }

    private LegacyGlobalTable global(TableRef name) {
        return database.tables().requireLegacy(name.account(), name.name());
    }

    private Table update(List<TableChange> changes) {
        Table first = database.tables().updateEach(changes);
        changes.forEach(change -> database.tables().settle(change.ref()));
        return first;
    }

    private static void requireReplicas(Request request, List<Table> tables) {
        for (String region : request.replicas().keySet()) {
            if (tables.stream().noneMatch(table -> table.ref().region().equals(region))) {
                throw new DatabaseException.ReplicaNotFound(
                        "Replica not found: Replica in region: '"
                                + region
                                + "' is not part of the global table: "
                                + request.name().name());
            }
        }
    }

    private static void requireIndexes(Request request, Table table) {
        List<String> there =
                ScalingSettings.globalIndexes(table).stream().map(IndexState::name).toList();
        List<String> named = new ArrayList<>(request.writes().keySet());
        named.addAll(of(request, table).reads().keySet());
        request.scaling().stream()
                .map(ScalingSettings.Change::index)
                .filter(Objects::nonNull)
                .forEach(named::add);
        for (String index : named) {
            if (!there.contains(index)) {
                throw new DatabaseException.IndexNotFound(
                        "Index not found: " + index + " of table: " + table.ref().name());
            }
        }
    }

    private static OfReplica of(Request request, Table table) {
        return request.replicas().getOrDefault(table.ref().region(), OfReplica.NOTHING);
    }

    /** What is to change of one table; null for nothing. */
    private static @Nullable TableChange change(Request request, Table table) {
        OfReplica replica = of(request, table);
        BillingMode billing = request.billing() == table.billingMode() ? null : request.billing();
        Throughput throughput =
                changed(billing, table.throughput(), replica.read(), request.write());
        List<IndexChange> indexes = new ArrayList<>();
        for (IndexState index : ScalingSettings.globalIndexes(table)) {
            Throughput units =
                    changed(
                            billing,
                            index.definition().throughput(),
                            replica.reads().get(index.name()),
                            request.writes().get(index.name()));
            if (units != null) {
                indexes.add(new IndexChange.Update(index.name(), units, null, null));
            }
        }
        TableClass tableClass =
                replica.tableClass() == table.settings().tableClass() ? null : replica.tableClass();
        if (billing == null && throughput == null && indexes.isEmpty() && tableClass == null) {
            return null;
        }
        return new TableChange(
                table.ref(),
                List.of(),
                billing,
                throughput,
                indexes,
                null,
                null,
                null,
                null,
                tableClass,
                null);
    }

    /** Returns the capacity that there is to be, or null if that is no change. */
    private static @Nullable Throughput changed(
            @Nullable BillingMode billing,
            Throughput present,
            @Nullable Long read,
            @Nullable Long write) {
        if (read == null && write == null) {
            return null;
        }
        Throughput wanted =
                new Throughput(
                        read == null ? present.read() : read,
                        write == null ? present.write() : write);
        return billing == null && wanted.equals(present) ? null : wanted;
    }

    @Override
    public void encode(LegacyGlobalTable global, ResponseWriter out) {
        settings.write(out, global);
    }
}
