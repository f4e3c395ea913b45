package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/**
 * DescribeContinuousBackups: whether and how far back a table can be restored to a point in time.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html">DescribeContinuousBackups</a>
 */
final class DescribeContinuousBackups
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeContinuousBackups.Request,
                ContinuousBackups> {
    private final Catalog tables;

    DescribeContinuousBackups(Catalog tables) {
        this.tables = tables;
    }

    record Request(TableRef table, Instant now) {}

    @Override
    public String name() {
        return "DescribeContinuousBackups";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return new Request(table, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(tables).to("DescribeContinuousBackups", request.table()));
    }

    @Override
    public ContinuousBackups execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return new ContinuousBackups(tables.recovery(request.table()), request.now());
    }

    @Override
    public void encode(ContinuousBackups backups, ResponseWriter out) {
        backups.write(out);
    }
}
