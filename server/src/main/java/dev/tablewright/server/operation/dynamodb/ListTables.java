package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Catalog.NamePage;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ListTables: names of the caller's tables in the request's region, at most 100 a page.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html">ListTables</a>
 */
final class ListTables
        implements Operation<RequestReader, ResponseWriter, ListTables.Request, NamePage> {
    private static final int MAX_PAGE = 100;

    private final Catalog tables;

    ListTables(Catalog tables) {
        this.tables = tables;
    }

    record Request(String account, String region, @Nullable String after, int limit) {}

    @Override
    public String name() {
        return "ListTables";
    }

    @Override
    public Request decode(RequestReader in) {
        Integer limit = in.integer("Limit", Constraint.atLeast(1), Constraint.atMost(MAX_PAGE));
        String after =
                in.string(
                        "ExclusiveStartTableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        in.requireValid();
        return new Request(in.account(), in.region(), after, limit == null ? MAX_PAGE : limit);
    }

    /** Checked on a made-up ARN: only a pattern that covers every table gives it. */
    @Override
    public List<Access> access(Request request) {
        String everyTable = new TableRef(request.account(), request.region(), "*").arn();
        return List.of(
                Access.to("dynamodb:ListTables", everyTable, ConditionContext.builder().build()));
    }

    @Override
    public NamePage execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return tables.list(request.account(), request.region(), request.after(), request.limit());
    }

    @Override
    public void encode(NamePage page, ResponseWriter out) {
        out.strings("TableNames", page.names());
        String last = page.last();
        if (last != null) {
            out.string("LastEvaluatedTableName", last);
        }
    }
}
