package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexChange;
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
 * UpdateTable: changes capacity, settings or one global index. The answer says UPDATING; what needs
 * no items to be copied is done when it arrives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html">UpdateTable</a>
 */
final class UpdateTable
        implements Operation<
                RequestReader, ResponseWriter, UpdateTable.Request, UpdateTable.Response> {
    private final Database database;
    private final EnvironmentBudgets budgets;

    UpdateTable(Database database, EnvironmentBudgets budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    record Request(TableChange change, Instant now) {}

    record Response(Table table, Instant now) {}

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
        in.requireValid();
        TableMembers.refuse(
                in,
                "ReplicaUpdates",
                "MultiRegionConsistency",
                "GlobalTableWitnessUpdates",
                "GlobalTableSettingsReplicationMode",
                "DisassociationProtectionEnabled");
        return new Request(
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
                        protection),
                in.context().time());
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
        TableRef table = request.change().ref();
        return List.of(new TableAccess(database.tables()).to("UpdateTable", table));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableChange change = request.change();
        Table updated = budgets.change(change.ref(), () -> update(change));
        return new Response(updated, request.now());
    }

    private Table update(TableChange change) {
        Table updated = database.tables().update(change);
        database.tables().settle(updated.ref());
        return updated;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(
                out, "TableDescription", response.table(), database.sizes(), response.now());
    }
}
