package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/**
 * DeleteTable: removes a table and all its items. The answer says DELETING; the name is free when
 * it arrives, except of a large table with point-in-time recovery, which is backed up before.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html">DeleteTable</a>
 */
final class DeleteTable
        implements Operation<
                RequestReader, ResponseWriter, DeleteTable.Request, DeleteTable.Response> {
    private final Database database;
    private final EnvironmentBudgets budgets;

    DeleteTable(Database database, EnvironmentBudgets budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    record Request(TableRef table, Instant now) {}

    record Response(Table table, Instant now) {}

    @Override
    public String name() {
        return "DeleteTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return new Request(table, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(database.tables()).to("DeleteTable", request.table()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Table deleted = budgets.change(request.table(), () -> delete(request.table()));
        return new Response(deleted, request.now());
    }

    private Table delete(TableRef table) {
        Table deleted = database.tables().delete(table);
        database.tables().settle(table);
        database.backups().settle(table);
        return deleted;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(out, "TableDescription", response.table(), database, response.now());
    }
}
