package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.engine.catalog.VectorIndexDeclaration;
import dev.tablewright.engine.catalog.WarmThroughput;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
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
import java.util.Map;
import java.util.function.Supplier;

/**
 * CreateTable: makes an empty table. The answer says CREATING; the table is ready when it arrives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html">CreateTable</a>
 */
final class CreateTable
        implements Operation<
                RequestReader, ResponseWriter, CreateTable.Request, CreateTable.Response> {
    private final Database database;
    private final EnvironmentBudgets budgets;
    private final TablePolicyRules policies;

    CreateTable(Database database, EnvironmentBudgets budgets, TablePolicyRules policies) {
        this.database = database;
        this.budgets = budgets;
        this.policies = policies;
    }

    record Request(NewTable table, @Nullable String resourcePolicy, Instant now) {}

    record Response(Table table, Instant now) {}

    @Override
    public String name() {
        return "CreateTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef ref = TableName.require(in);
        List<AttributeDeclaration> attributes = TableMembers.requiredAttributes(in);
        TableName.check(in);
        BillingMode billing = TableMembers.billingMode(in);
        Throughput throughput = TableMembers.throughput(in);
        List<KeyElement> key = TableMembers.simpleKey(in);
        List<IndexDeclaration> local = TableMembers.localIndexes(in);
        List<IndexDeclaration> global = TableMembers.globalIndexes(in);
        List<VectorIndexDeclaration> vectors = VectorIndexMembers.indexes(in);
        Supplier<@Nullable StreamRequest> stream = TableMembers.stream(in);
        Supplier<@Nullable EncryptionRequest> encryption = TableMembers.encryption(in);
        Supplier<Map<String, String>> tags = TableMembers.tags(in.structures("Tags", "Tag"));
        TableClass tableClass = TableMembers.tableClass(in);
        boolean protection = in.flag("DeletionProtectionEnabled");
        OnDemandLimit limit = TableMembers.onDemandLimit(in);
        WarmThroughput warm = TableMembers.warmThroughput(in);
        String resourcePolicy = in.string("ResourcePolicy");
        in.requireValid();
        TableMembers.refuse(in, "GlobalTableSourceArn", "GlobalTableSettingsReplicationMode");
        return new Request(
                new NewTable(
                        ref,
                        attributes,
                        key,
                        local,
                        global,
                        billing == null ? BillingMode.PROVISIONED : billing,
                        throughput,
                        limit,
                        warm,
                        stream.get(),
                        encryption.get(),
                        tableClass,
                        protection,
                        tags.get(),
                        vectors),
                resourcePolicy,
                in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        NewTable table = request.table();
        List<Access> needed = new ArrayList<>();
        needed.add(TableAccess.toNew("CreateTable", table.ref(), table.tags()));
        if (!table.tags().isEmpty()) {
            needed.add(TableAccess.toNew("TagResource", table.ref(), table.tags()));
        }
        if (request.resourcePolicy() != null) {
            needed.add(TableAccess.toNew("PutResourcePolicy", table.ref(), table.tags()));
        }
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        String policy = request.resourcePolicy();
        String stored =
                policy == null
                        ? null
                        : policies.toStored(
                                policy, new PolicyTarget.OfTable(request.table().ref()));
        Table created =
                budgets.create(request.table().ref(), () -> create(request.table(), stored));
        return new Response(created, request.now());
    }

    private Table create(NewTable table, @Nullable String resourcePolicy) {
        Table created = database.tables().create(table, resourcePolicy);
        database.tables().settle(created.ref());
        return created;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(out, "TableDescription", response.table(), database, response.now());
    }
}
