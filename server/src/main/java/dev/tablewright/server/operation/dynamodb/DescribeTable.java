package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/**
 * DescribeTable: shows a table in whatever state.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html">DescribeTable</a>
 */
final class DescribeTable
        implements Operation<
                RequestReader, ResponseWriter, DescribeTable.Request, DescribeTable.Response> {
    private final Database database;

    DescribeTable(Database database) {
        this.database = database;
    }

    record Request(TableRef table, Instant now) {}

    record Response(Table table, Instant now) {}

    @Override
    public String name() {
        return "DescribeTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return new Request(table, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(database.tables()).to("DescribeTable", request.table()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return new Response(database.tables().describe(request.table()), request.now());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(out, "Table", response.table(), database, response.now());
    }
}
