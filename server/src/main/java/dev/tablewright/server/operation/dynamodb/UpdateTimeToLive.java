package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * UpdateTimeToLive: lets a table's items expire, or no longer.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html">UpdateTimeToLive</a>
 */
final class UpdateTimeToLive
        implements Operation<
                RequestReader, ResponseWriter, UpdateTimeToLive.Request, UpdateTimeToLive.Request> {
    private final Catalog tables;
    private final EnvironmentBudgets budgets;

    UpdateTimeToLive(Catalog tables, EnvironmentBudgets budgets) {
        this.tables = tables;
        this.budgets = budgets;
    }

    /** The request, and what of it is sent back. */
    record Request(TableRef table, boolean enabled, String attribute) {}

    @Override
    public String name() {
        return "UpdateTimeToLive";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = TableName.read(in);
        RequestReader specification =
                in.requiredStructure("TimeToLiveSpecification", "TimeToLiveSpecification");
        boolean enabled = false;
        String attribute = "";
        if (specification != null) {
            enabled = specification.flag("Enabled");
            if (!specification.has("Enabled")) {
                specification.note("Enabled", "null", "Member must not be null");
            }
            attribute =
                    specification.requiredString(
                            "AttributeName", Constraint.minLength(1), Constraint.maxLength(255));
        }
        in.requireValid();
        return new Request(table, enabled, attribute);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(new TableAccess(tables).to("UpdateTimeToLive", request.table()));
    }

    @Override
    public Request execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return budgets.change(request.table(), () -> update(request));
    }

    private Request update(Request request) {
        var _ = tables.updateTimeToLive(request.table(), request.enabled(), request.attribute());
        tables.settle(request.table());
        return request;
    }

    @Override
    public void encode(Request request, ResponseWriter out) {
        out.object(
                "TimeToLiveSpecification",
                inner -> {
                    inner.bool("Enabled", request.enabled());
                    inner.string("AttributeName", request.attribute());
                });
    }
}
