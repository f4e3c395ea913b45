package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.engine.catalog.WarmThroughput;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * UpdateTable: changes capacity, settings, one global index or one replica. The answer says
 * UPDATING; what needs no items to be copied is done when it arrives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html">UpdateTable</a>
 */
final class UpdateTable
        implements Operation<
                RequestReader, ResponseWriter, UpdateTable.Request, UpdateTable.Response> {
    /** Members that say something of the table itself. */
    private static final List<String> OF_THE_TABLE =
            List.of(
                    "BillingMode",
                    "ProvisionedThroughput",
                    "GlobalSecondaryIndexUpdates",
                    "VectorIndexUpdates",
                    "StreamSpecification",
                    "SSESpecification",
                    "TableClass",
                    "DeletionProtectionEnabled",
                    "OnDemandThroughput",
                    "WarmThroughput");

    private final Database database;
    private final EnvironmentBudgets budgets;
    private final Replicas replicas;

    UpdateTable(Database database, EnvironmentBudgets budgets, Replicas replicas) {
        this.database = database;
        this.budgets = budgets;
        this.replicas = replicas;
    }

    record Request(TableRef table, Wanted wanted, Instant now) {}

    /** What is asked for: one or the other. */
    private sealed interface Wanted {
        /** Of the table itself. */
        record OfTable(TableChange change) implements Wanted {}

        /** Of one replica of it. */
        record OfReplica(ReplicaChange change) implements Wanted {}
    }

    record Response(Table table, List<Table> replicas, Instant now) {}

    @Override
    public String name() {
        return "UpdateTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef ref = TableName.require(in);
        List<AttributeDeclaration> attributes = TableMembers.attributes(in);
        TableName.check(in);
        BillingMode billing = TableMembers.billingMode(in);
        Throughput throughput = TableMembers.throughput(in);
        List<IndexUpdate> indexes = new ArrayList<>(indexUpdates(in));
        indexes.addAll(vectorIndexUpdates(in));
        Supplier<@Nullable StreamRequest> stream = TableMembers.stream(in);
        Supplier<@Nullable EncryptionRequest> encryption = TableMembers.encryption(in);
        TableClass tableClass = TableMembers.tableClass(in);
        Boolean protection = in.bool("DeletionProtectionEnabled");
        OnDemandLimit limit = TableMembers.onDemandLimit(in);
        WarmThroughput warm = TableMembers.warmThroughput(in);
        ReplicaMembers replicaMembers = ReplicaMembers.read(in);
        in.requireValid();
        TableMembers.refuse(
                in,
                "GlobalTableWitnessUpdates",
                "GlobalTableSettingsReplicationMode",
                "DisassociationProtectionEnabled");
        ReplicaChange replica = replicaMembers.only();
        if (replica != null) {
            requireAlone(in);
            return new Request(ref, new Wanted.OfReplica(replica), in.context().time());
        }
        return new Request(
                ref,
                new Wanted.OfTable(
                        new TableChange(
                                ref,
                                attributes == null ? List.of() : attributes,
                                billing,
                                throughput,
                                indexes.stream().map(IndexUpdate::only).toList(),
                                limit,
                                warm,
                                stream.get(),
                                encryption.get(),
                                tableClass,
                                protection)),
                in.context().time());
    }

    private static void requireAlone(RequestReader in) {
        for (String member : OF_THE_TABLE) {
            if (in.has(member)) {
                throw new ValidationException(
                        "One or more parameter values were invalid: ReplicaUpdates cannot be"
                                + " specified together with "
                                + member);
            }
        }
    }

    /** One element of a list of index updates, before it is clear that it says one thing. */
    private record IndexUpdate(String shape, List<String> kinds, List<IndexChange> changes) {
        IndexChange only() {
            if (changes.isEmpty()) {
                throw new ValidationException(
                        "One or more parameter values were invalid: One of "
                                + members()
                                + " must not be null");
            }
            if (changes.size() > 1) {
                throw new ValidationException(
                        "One or more parameter values were invalid: Only one of "
                                + members()
                                + " may be specified");
            }
            return changes.getFirst();
        }

        private String members() {
            return kinds.stream().map(kind -> shape + "." + kind).collect(Collectors.joining(", "));
        }
    }

    private static List<IndexUpdate> indexUpdates(RequestReader in) {
        List<RequestReader> elements =
                in.structures("GlobalSecondaryIndexUpdates", "GlobalSecondaryIndexUpdate");
        return elements == null
                ? List.of()
                : elements.stream().map(UpdateTable::indexUpdate).toList();
    }

    private static IndexUpdate indexUpdate(RequestReader in) {
        List<IndexChange> changes = new ArrayList<>();
        RequestReader update = in.structure("Update", "UpdateGlobalSecondaryIndexAction");
        if (update != null) {
            changes.add(
                    new IndexChange.Update(
                            TableMembers.indexName(update),
                            TableMembers.throughput(update),
                            TableMembers.onDemandLimit(update),
                            TableMembers.warmThroughput(update)));
        }
        RequestReader create = in.structure("Create", "CreateGlobalSecondaryIndexAction");
        if (create != null) {
            changes.add(new IndexChange.Create(TableMembers.addedIndex(create)));
        }
        RequestReader delete = in.structure("Delete", "DeleteGlobalSecondaryIndexAction");
        if (delete != null) {
            changes.add(new IndexChange.Delete(TableMembers.indexName(delete)));
        }
        return new IndexUpdate(
                "GlobalSecondaryIndexUpdate", List.of("Update", "Create", "Delete"), changes);
    }

    private static List<IndexUpdate> vectorIndexUpdates(RequestReader in) {
        List<RequestReader> elements = in.structures("VectorIndexUpdates", "VectorIndexUpdate");
        return elements == null
                ? List.of()
                : elements.stream().map(UpdateTable::vectorIndexUpdate).toList();
    }

    private static IndexUpdate vectorIndexUpdate(RequestReader in) {
        List<IndexChange> changes = new ArrayList<>();
        RequestReader create = in.structure("Create", "CreateVectorIndexAction");
        if (create != null) {
            changes.add(new IndexChange.CreateVectors(VectorIndexMembers.index(create)));
        }
        RequestReader delete = in.structure("Delete", "DeleteVectorIndexAction");
        if (delete != null) {
            changes.add(new IndexChange.DeleteVectors(TableMembers.indexName(delete)));
        }
        return new IndexUpdate("VectorIndexUpdate", List.of("Create", "Delete"), changes);
    }

    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        needed.add(new TableAccess(database.tables()).to("UpdateTable", request.table()));
        if (request.wanted() instanceof Wanted.OfReplica(var change)) {
            needed.addAll(replicas.access(request.table(), change));
        }
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return switch (request.wanted()) {
            case Wanted.OfTable(var change) -> {
                Table updated = budgets.change(request.table(), () -> update(change));
                yield new Response(
                        updated, database.tables().otherReplicas(updated), request.now());
            }
            case Wanted.OfReplica(var change) -> {
                Replicas.Changing changing = replicas.change(request.table(), change);
                yield new Response(changing.table(), changing.replicas(), request.now());
            }
        };
    }

    private Table update(TableChange change) {
        Table updated = database.tables().update(change);
        database.tables().settle(updated.ref());
        return updated;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(
                out,
                "TableDescription",
                response.table(),
                response.replicas(),
                database.sizes(),
                response.now());
    }
}
