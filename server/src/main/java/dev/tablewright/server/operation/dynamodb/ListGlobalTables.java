package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * ListGlobalTables: lists global tables of version 2017.11.29, of which this server has none. Those
 * of the current version are not among them on AWS either.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html">ListGlobalTables</a>
 */
final class ListGlobalTables
        implements Operation<
                RequestReader, ResponseWriter, ListGlobalTables.Request, ListGlobalTables.None> {
    record Request() {}

    /** No tables. */
    record None() {}

    @Override
    public String name() {
        return "ListGlobalTables";
    }

    @Override
    public Request decode(RequestReader in) {
        var _ =
                in.string(
                        "ExclusiveStartGlobalTableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        var _ = in.integer("Limit", Constraint.atLeast(1));
        var _ = in.string("RegionName");
        in.requireValid();
        return new Request();
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(TableAccess.toText("ListGlobalTables", "*"));
    }

    @Override
    public None execute(Authorized<Request> authorized) {
        return new None();
    }

    @Override
    public void encode(None none, ResponseWriter out) {
        out.objects("GlobalTables", List.<None>of(), (_, _) -> {});
    }
}
