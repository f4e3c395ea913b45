package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeTableReplicaAutoScaling: tells how all replicas of a table follow their load.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html">DescribeTableReplicaAutoScaling</a>
 */
final class DescribeTableReplicaAutoScaling
        implements Operation<RequestReader, ResponseWriter, TableRef, TableAutoScaling> {
    private final Catalog tables;
    private final ScalingSettings settings;

    DescribeTableReplicaAutoScaling(Catalog tables, ScalingSettings settings) {
        this.tables = tables;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "DescribeTableReplicaAutoScaling";
    }

    @Override
    public TableRef decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return table;
    }

    @Override
    public List<Access> access(TableRef table) {
        return List.of(new TableAccess(tables).to(name(), table));
    }

    @Override
    public TableAutoScaling execute(Authorized<TableRef> authorized) {
        return TableAutoScaling.of(tables.describe(authorized.request()), tables);
    }

    @Override
    public void encode(TableAutoScaling scaling, ResponseWriter out) {
        scaling.write(out, settings);
    }
}
