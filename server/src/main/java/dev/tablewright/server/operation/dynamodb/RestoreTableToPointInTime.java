package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * RestoreTableToPointInTime: makes a new table with the items that another had at a moment.
 * CREATING until all of them are there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html">RestoreTableToPointInTime</a>
 */
final class RestoreTableToPointInTime
        implements Operation<
                RequestReader,
                ResponseWriter,
                RestoreTableToPointInTime.Request,
                RestoreTableToPointInTime.Response> {
    private static final Constraint NAME = Constraint.pattern("[a-zA-Z0-9_.-]+");

    private final Database database;
    private final EnvironmentBudgets budgets;

    RestoreTableToPointInTime(Database database, EnvironmentBudgets budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    /**
     * The request.
     *
     * @param moment null for the latest
     */
    record Request(TableRef source, @Nullable Instant moment, RestoreTarget target, Instant now) {}

    record Response(Table table, Instant now) {}

    @Override
    public String name() {
        return "RestoreTableToPointInTime";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn =
                in.string("SourceTableArn", Constraint.minLength(1), Constraint.maxLength(1024));
        String name =
                in.string(
                        "SourceTableName",
                        NAME,
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        RestoreTarget target = RestoreTarget.read(in);
        boolean latest = in.flag("UseLatestRestorableTime");
        Instant moment = in.time("RestoreDateTime");
        in.requireValid();
        TableRef source = source(in, arn, name);
        if (latest == (moment != null)) {
            throw invalid(
                    "Exactly one of UseLatestRestorableTime and RestoreDateTime must be specified");
        }
        return new Request(source, moment, target, in.context().time());
    }

    /** An ARN may be of another region: so a table is restored across regions. */
    private static TableRef source(RequestReader in, @Nullable String arn, @Nullable String name) {
        if ((arn == null) == (name == null)) {
            throw invalid("Exactly one of SourceTableArn and SourceTableName must be specified");
        }
        if (arn == null) {
            return in.tableNamed(String.valueOf(name));
        }
        TableRef table = ResourceArn.of(arn).table();
        if (table == null) {
            throw new ValidationException(
                    "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        return table;
    }

    /** Our own texts: AWS's are not documented. */
    private static ValidationException invalid(String rule) {
        return new ValidationException("One or more parameter values were invalid: " + rule);
    }

    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        needed.add(
                new TableAccess(database.tables())
                        .to("RestoreTableToPointInTime", request.source()));
        needed.addAll(request.target().access(database.tables()));
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableRef target = request.target().table();
        RestoreOverrides overrides = request.target().overrides().get();
        Table table =
                budgets.create(
                        target,
                        () ->
                                database.restores()
                                        .toMoment(
                                                request.source(),
                                                request.moment(),
                                                target,
                                                overrides));
        return new Response(table, request.now());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        TableDescription.write(out, "TableDescription", response.table(), database, response.now());
    }
}
