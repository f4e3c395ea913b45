package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.partiql.SelectPlan;
import dev.tablewright.engine.partiql.SelectPlan.Cursor;
import dev.tablewright.engine.partiql.Statement;
import dev.tablewright.engine.partiql.WritePlan;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ExecuteStatement: reads or changes items by a PartiQL statement.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html">ExecuteStatement</a>
 */
final class ExecuteStatement
        implements Operation<
                RequestReader,
                ResponseWriter,
                ExecuteStatement.Request,
                ExecuteStatement.Response> {
    private final Tables tables;
    private final Items items;
    private final Queries queries;

    ExecuteStatement(Tables tables, Items items, Queries queries) {
        this.tables = tables;
        this.items = items;
        this.queries = queries;
    }

    /**
     * A statement.
     *
     * @param identity the statement with its parameters, as sent: a page goes on with the same only
     */
    record Request(
            StatementMembers statement,
            String identity,
            @Nullable Integer limit,
            Cursor from,
            Returned returned) {}

    record Response(
            Request request, List<Item> items, @Nullable Cursor next, ConsumedCapacity consumed) {}

    @Override
    public String name() {
        return "ExecuteStatement";
    }

    @Override
    public Request decode(RequestReader in) {
        StatementMembers.Undecoded undecoded = StatementMembers.read(in);
        String token =
                in.string("NextToken", Constraint.minLength(1), Constraint.maxLength(32_768));
        Returned returned = Returned.read(in);
        Integer limit = in.integer("Limit", Constraint.atLeast(1));
        in.requireValid();
        StatementMembers statement = undecoded.decode();
        if (statement.statement() instanceof Statement.Exists) {
            throw new ValidationException(
                    "EXISTS can only be used in ExecuteTransaction write requests.");
        }
        String identity = undecoded.text() + undecoded.parameters();
        return new Request(
                statement,
                identity,
                limit,
                token == null ? Cursor.START : StatementToken.read(token, identity),
                returned);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.statement().access(tables, request.returned(), null));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        StatementMembers statement = request.statement();
        Table table = tables.require(statement.ref());
        if (statement.statement() instanceof Statement.Select select) {
            SelectPlan.Result result =
                    SelectPlan.of(select, table)
                            .run(queries, request.limit(), statement.consistent(), request.from());
            return new Response(request, result.items(), result.next(), result.consumed());
        }
        WritePlan plan = WritePlan.of(statement.statement(), table);
        Written written = write(items, statement, plan);
        Item shown = plan.shown(written);
        return new Response(
                request, shown == null ? List.of() : List.of(shown), null, written.consumed());
    }

    static Written write(Items items, StatementMembers statement, WritePlan plan) {
        try {
            return items.write(statement.ref(), plan.write());
        } catch (DatabaseException.ConditionFailed failure) {
            throw statement.failed(plan, failure);
        }
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.items("Items", response.items());
        Cursor next = response.next();
        if (next != null) {
            out.string("NextToken", StatementToken.of(next, response.request().identity()));
            if (next.startKey() != null) {
                out.item("LastEvaluatedKey", next.startKey());
            }
        }
        response.request()
                .returned()
                .write(out, response.request().statement().table(), response.consumed());
    }
}
