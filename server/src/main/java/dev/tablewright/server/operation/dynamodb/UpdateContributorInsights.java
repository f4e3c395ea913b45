package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ContributorInsights;
import dev.tablewright.engine.catalog.ContributorInsights.Mode;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/**
 * UpdateContributorInsights: switches Contributor Insights of a table or global index on or off.
 * The setting is kept; there is no CloudWatch here that would show anything.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html">UpdateContributorInsights</a>
 */
final class UpdateContributorInsights
        implements Operation<
                RequestReader,
                ResponseWriter,
                UpdateContributorInsights.Request,
                UpdateContributorInsights.Response> {
    private final Catalog tables;

    UpdateContributorInsights(Catalog tables) {
        this.tables = tables;
    }

    /** ContributorInsightsAction. */
    enum Action {
        ENABLE,
        DISABLE
    }

    record Request(InsightsTarget target, Action action, Mode mode, Instant now) {}

    record Response(InsightsTarget target, ContributorInsights insights) {}

    @Override
    public String name() {
        return "UpdateContributorInsights";
    }

    @Override
    public Request decode(RequestReader in) {
        InsightsTarget target = InsightsTarget.read(in);
        Action action =
                in.requiredChoice(
                        "ContributorInsightsAction", List.of(Action.ENABLE, Action.DISABLE));
        Mode mode =
                in.choice(
                        "ContributorInsightsMode",
                        List.of(Mode.ACCESSED_AND_THROTTLED_KEYS, Mode.THROTTLED_KEYS),
                        Mode.ACCESSED_AND_THROTTLED_KEYS);
        in.requireValid();
        return new Request(target, action, mode, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.target().access(name(), tables));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        InsightsTarget target = request.target();
        var _ = target.require(tables);
        ContributorInsights insights =
                tables.watch(
                                target.table(),
                                watchers ->
                                        watchers.withInsights(
                                                target.watched(), each -> change(each, request)))
                        .settings()
                        .watchers()
                        .insightsOf(target.watched());
        tables.settle(target.table());
        return new Response(target, insights);
    }

    private static ContributorInsights change(ContributorInsights present, Request request) {
        return switch (request.action()) {
            case ENABLE -> present.enable(request.mode(), request.now());
            case DISABLE -> present.disable(request.now());
        };
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        response.target().write(out);
        ContributorInsights insights = response.insights();
        out.string("ContributorInsightsStatus", insights.status().name());
        out.string("ContributorInsightsMode", insights.mode().name());
    }
}
