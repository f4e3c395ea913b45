package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeTableReplicaAutoScaling and UpdateTableReplicaAutoScaling: not there. Targets and
 * policies of each replica are set with Application Auto Scaling in its region.
 */
final class ReplicaAutoScaling
        implements Operation<RequestReader, ResponseWriter, TableRef, ReplicaAutoScaling.None> {
    private final String name;
    private final Catalog tables;

    ReplicaAutoScaling(String name, Catalog tables) {
        this.name = name;
        this.tables = tables;
    }

    /** There is no answer. */
    record None() {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public TableRef decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return table;
    }

    @Override
    public List<Access> access(TableRef table) {
        return List.of(new TableAccess(tables).to(name, table));
    }

    @Override
    public None execute(Authorized<TableRef> authorized) {
        var _ = tables.describe(authorized.request());
        throw new ValidationException(
                "One or more parameter values were invalid: "
                        + name
                        + " is not supported by this server. Use Application Auto Scaling in the"
                        + " region of each replica");
    }

    @Override
    public void encode(None none, ResponseWriter out) {}
}
