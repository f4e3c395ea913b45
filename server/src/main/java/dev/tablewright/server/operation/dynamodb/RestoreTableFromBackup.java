package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * RestoreTableFromBackup: makes a new table from a backup. CREATING until all items are there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html">RestoreTableFromBackup</a>
 */
final class RestoreTableFromBackup
        implements Operation<
                RequestReader,
                ResponseWriter,
                RestoreTableFromBackup.Request,
                RestoreTableFromBackup.Response> {
    private final Database database;
    private final EnvironmentBudgets budgets;

    RestoreTableFromBackup(Database database, EnvironmentBudgets budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    record Request(BackupArn source, RestoreTarget target, Instant now) {}

    record Response(Table table, Instant now) {}

    @Override
    public String name() {
        return "RestoreTableFromBackup";
    }

    @Override
    public Request decode(RequestReader in) {
        RestoreTarget target = RestoreTarget.read(in);
        BackupArn source = BackupArn.read(in);
        in.requireValid();
        return new Request(source, target, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        needed.add(request.source().access("RestoreTableFromBackup"));
        needed.addAll(request.target().access(database.tables()));
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableRef target = request.target().table();
        BackupRef source = request.source().require();
        RestoreOverrides overrides = request.target().overrides().get();
        Table table =
                budgets.create(
                        target, () -> database.restores().fromBackup(source, target, overrides));
        return new Response(table, request.now());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(out, "TableDescription", response.table(), database, response.now());
    }
}
