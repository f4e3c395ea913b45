package dev.tablewright.server.operation.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ContributorInsights;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * ListContributorInsights: the state of Contributor Insights for a table and its global indexes, or
 * for all tables of the region; at most 100 a page.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html">ListContributorInsights</a>
 */
final class ListContributorInsights
        implements Operation<
                RequestReader,
                ResponseWriter,
                ListContributorInsights.Request,
                ListContributorInsights.Response> {
    private static final int MAX_PAGE = 100;

    private final Catalog tables;

    ListContributorInsights(Catalog tables) {
        this.tables = tables;
    }

    /**
     * What is asked.
     *
     * @param table null for all
     * @param after where the last page ended; null for the first page
     */
    record Request(
            String account,
            String region,
            @Nullable TableRef table,
            @Nullable String after,
            int limit) {}

    record Summary(InsightsTarget target, ContributorInsights insights) {
        /** Sorts as the summaries are listed: a table before its indexes. No name has a slash. */
        String place() {
            return target.table().name() + "/" + target.watched();
        }
    }

    /** A page; {@code next} is null when it is the last. */
    record Response(List<Summary> page, @Nullable String next) {}

    @Override
    public String name() {
        return "ListContributorInsights";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef table = in.has("TableName") ? TableName.read(in) : null;
        String token = in.string("NextToken");
        Integer limit = in.integer("MaxResults", Constraint.atMost(MAX_PAGE));
        in.requireValid();
        return new Request(
                in.account(),
                in.region(),
                table,
                token == null ? null : placeOf(token),
                limit == null || limit <= 0 ? MAX_PAGE : limit);
    }

    private static String placeOf(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw new ValidationException("Invalid NextToken");
        }
    }

    private static String tokenOf(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    /** Has no resource type of its own, so only {@code *} gives it. */
    @Override
    public List<Access> access(Request request) {
        return List.of(Access.to("dynamodb:" + name(), "*", ConditionContext.builder().build()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        String after = request.after();
        List<Summary> found =
                tablesOf(request)
                        .flatMap(ListContributorInsights::summaries)
                        .sorted(Comparator.comparing(Summary::place))
                        .filter(each -> after == null || each.place().compareTo(after) > 0)
                        .limit(request.limit() + 1L)
                        .toList();
        if (found.size() <= request.limit()) {
            return new Response(found, null);
        }
        List<Summary> page = found.subList(0, request.limit());
        return new Response(page, tokenOf(page.getLast().place()));
    }

    private Stream<Table> tablesOf(Request request) {
        TableRef only = request.table();
        if (only != null) {
            return Stream.of(tables.describe(only));
        }
        return tables.tables().stream()
                .filter(table -> table.ref().account().equals(request.account()))
                .filter(table -> table.ref().region().equals(request.region()));
    }

    private static Stream<Summary> summaries(Table table) {
        Stream<InsightsTarget> indexes =
                table.indexes().stream()
                        .map(index -> index.definition())
                        .filter(index -> index.kind() == IndexDefinition.Kind.GLOBAL)
                        .map(index -> new InsightsTarget(table.ref(), index.name()));
        return Stream.concat(Stream.of(new InsightsTarget(table.ref(), null)), indexes)
                .map(
                        target ->
                                new Summary(
                                        target,
                                        table.settings().watchers().insightsOf(target.watched())));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects(
                "ContributorInsightsSummaries",
                response.page(),
                (summary, each) -> {
                    each.target().write(summary);
                    summary.string("ContributorInsightsStatus", each.insights().status().name());
                    if (each.insights().on()) {
                        summary.string("ContributorInsightsMode", each.insights().mode().name());
                    }
                });
        String next = response.next();
        if (next != null) {
            out.string("NextToken", next);
        }
    }
}
