package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ContributorInsights;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeySchema;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * DescribeContributorInsights: whether Contributor Insights of a table or global index are on, and
 * the names of their rules.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html">DescribeContributorInsights</a>
 */
final class DescribeContributorInsights
        implements Operation<
                RequestReader,
                ResponseWriter,
                InsightsTarget,
                DescribeContributorInsights.Response> {
    /** Of a rule's name, by the model of CloudWatch. */
    private static final int MAX_RULE_NAME = 128;

    private final Catalog tables;

    DescribeContributorInsights(Catalog tables) {
        this.tables = tables;
    }

    record Response(InsightsTarget target, Table table) {}

    @Override
    public String name() {
        return "DescribeContributorInsights";
    }

    @Override
    public InsightsTarget decode(RequestReader in) {
        InsightsTarget target = InsightsTarget.read(in);
        in.requireValid();
        return target;
    }

    @Override
    public List<Access> access(InsightsTarget target) {
        return List.of(target.access(name(), tables));
    }

    @Override
    public Response execute(Authorized<InsightsTarget> authorized) {
        InsightsTarget target = authorized.request();
        return new Response(target, target.require(tables));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        InsightsTarget target = response.target();
        ContributorInsights insights =
                response.table().settings().watchers().insightsOf(target.watched());
        target.write(out);
        Instant changed = insights.changed();
        if (insights.on() && changed != null) {
            out.strings("ContributorInsightsRuleList", rules(response, insights, changed));
        }
        out.string("ContributorInsightsStatus", insights.status().name());
        if (changed != null) {
            out.time("LastUpdateDateTime", changed);
        }
        if (insights.on()) {
            out.string("ContributorInsightsMode", insights.mode().name());
        }
    }

    /**
     * One rule per key attribute and kind of use: PK is the partition key, SK both keys; C counts
     * uses, T throttled ones.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html">How
     *     it works</a>
     */
    private static List<String> rules(
            Response response, ContributorInsights insights, Instant changed) {
        List<String> kinds = new ArrayList<>();
        boolean sorted = !keyOf(response).range().isEmpty();
        if (insights.mode() == ContributorInsights.Mode.ACCESSED_AND_THROTTLED_KEYS) {
            add("C", sorted, kinds);
        }
        add("T", sorted, kinds);
        return kinds.stream()
                .map(kind -> ruleName(kind, response.table().ref().name(), changed))
                .toList();
    }

    private static void add(String use, boolean sorted, List<String> kinds) {
        kinds.add("PK" + use);
        if (sorted) {
            kinds.add("SK" + use);
        }
    }

    /** A long table name is cut, so that the name of the rule is one. */
    private static String ruleName(String kind, String table, Instant changed) {
        String beginning = "DynamoDBContributorInsights-" + kind + "-";
        String end = "-" + changed.toEpochMilli();
        int room = MAX_RULE_NAME - beginning.length() - end.length();
        return beginning + table.substring(0, Math.min(room, table.length())) + end;
    }

    private static KeySchema keyOf(Response response) {
        String index = response.target().index();
        return response.table().indexes().stream()
                .map(state -> state.definition())
                .filter(definition -> definition.name().equals(index))
                .map(IndexDefinition::key)
                .findFirst()
                .orElse(response.table().definition().key());
    }
}
