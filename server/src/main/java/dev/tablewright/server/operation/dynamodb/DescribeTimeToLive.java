package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.TimeToLive;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeTimeToLive: whether a table's items expire, and by which attribute.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html">DescribeTimeToLive</a>
 */
final class DescribeTimeToLive
        implements Operation<RequestReader, ResponseWriter, TableRef, TimeToLive> {
    private final Catalog tables;

    DescribeTimeToLive(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "DescribeTimeToLive";
    }

    @Override
    public TableRef decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return table;
    }

    @Override
    public List<Access> access(TableRef table) {
        return List.of(new TableAccess(tables).to("DescribeTimeToLive", table));
    }

    @Override
    public TimeToLive execute(Authorized<TableRef> authorized) {
        return tables.describe(authorized.request()).settings().timeToLive();
    }

    @Override
    public void encode(TimeToLive timeToLive, ResponseWriter out) {
        out.object(
                "TimeToLiveDescription",
                inner -> {
                    inner.string("TimeToLiveStatus", timeToLive.status().name());
                    String attribute = timeToLive.attribute();
                    if (attribute != null) {
                        inner.string("AttributeName", attribute);
                    }
                });
    }
}
