package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsAction;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsMode;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsSummary;
import software.amazon.awssdk.services.dynamodb.model.UpdateContributorInsightsRequest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CloudWatch Contributor Insights of a table and its global indexes: which keys are used most, at
 * the price of CloudWatch's rules. One call for the table and for each index.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html">UpdateContributorInsights</a>
 */
public final class ContributorInsightsSetting implements Setting<TableInsights> {
    /** The setting. */
    public static final ContributorInsightsSetting INSIGHTS = new ContributorInsightsSetting();

    private static final String NAME = "contributorInsights";
    private static final Field<Boolean> ENABLED =
            Field.optional(
                    "enabled", new ValueType.Flag(), true, "whether the most used keys are told");
    private static final Field<ContributorInsightsMode> MODE =
            Field.optional(
                    "mode",
                    new ValueType.Choice<>(modes()),
                    "which uses count; otherwise ACCESSED_AND_THROTTLED_KEYS");
    private static final ValueType<Insights> BLOCK =
            new ValueType.Block<>(
                    NAME,
                    List.of(ENABLED, MODE),
                    in -> {
                        ContributorInsightsMode mode = in.find(MODE);
                        return new Insights(
                                in.get(ENABLED), mode == null ? Insights.OFF.mode() : mode);
                    });
    private static final Field<Insights> FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "CloudWatch Contributor Insights, which cost by use; once named, every index"
                            + " that does not name them has none. Keys are shown in clear text");
    private static final Field<Insights> INDEX_FIELD =
            Field.optional(NAME, BLOCK, "CloudWatch Contributor Insights of the index");

    private ContributorInsightsSetting() {}

    private static Map<String, ContributorInsightsMode> modes() {
        Map<String, ContributorInsightsMode> modes = new LinkedHashMap<>();
        for (ContributorInsightsMode mode :
                List.of(
                        ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS,
                        ContributorInsightsMode.THROTTLED_KEYS)) {
            modes.put(mode.toString(), mode);
        }
        return modes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "contributor insights";
    }

    @Override
    public Class<TableInsights> type() {
        return TableInsights.class;
    }

    /** Indexes have to be there. */
    @Override
    public Phase phase() {
        return Phase.LAST;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public List<Field<?>> indexFields() {
        return List.of(INDEX_FIELD);
    }

    @Override
    public @Nullable TableInsights read(BlockReader table) {
        Insights own = table.find(FIELD);
        Map<String, Insights> indexes = IndexBlock.values(table, INDEX_FIELD);
        return own == null && indexes.isEmpty()
                ? null
                : new TableInsights(own == null ? Insights.OFF : own, indexes);
    }

    @Override
    public Map<String, Object> written(TableInsights value) {
        return value.table().enabled() ? Map.of(NAME, WrittenValue.of(value.table())) : Map.of();
    }

    @Override
    public Map<String, Map<String, Object>> writtenAtIndexes(TableInsights value) {
        Map<String, Map<String, Object>> written = new LinkedHashMap<>();
        value.indexes()
                .forEach(
                        (index, insights) ->
                                written.put(index, Map.of(NAME, WrittenValue.of(insights))));
        return written;
    }

    @Override
    public TableInsights initial() {
        return TableInsights.OFF;
    }

    @Override
    public TableInsights within(TableInsights value, Collection<String> indexes) {
        Map<String, Insights> there = new LinkedHashMap<>(value.indexes());
        there.keySet().retainAll(indexes);
        return new TableInsights(value.table(), there);
    }

    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public TableInsights observe(TableSight sight) {
        return Served.ask(NAME, () -> observe(sight.dynamoDb(), sight.address().name()));
    }

    private static TableInsights observe(DynamoDbClient dynamoDb, String table) {
        Insights own = Insights.OFF;
        Map<String, Insights> indexes = new LinkedHashMap<>();
        String token = null;
        do {
            String next = token;
            var page =
                    dynamoDb.listContributorInsights(
                            request -> request.tableName(table).nextToken(next));
            for (ContributorInsightsSummary summary : page.contributorInsightsSummaries()) {
                if (summary.indexName() == null) {
                    own = insights(summary);
                } else {
                    indexes.put(summary.indexName(), insights(summary));
                }
            }
            token = page.nextToken();
        } while (token != null);
        return new TableInsights(own, indexes);
    }

    private static Insights insights(ContributorInsightsSummary summary) {
        boolean on =
                switch (summary.contributorInsightsStatus()) {
                    case ENABLED, ENABLING -> true;
                    case DISABLED, DISABLING, FAILED, UNKNOWN_TO_SDK_VERSION -> false;
                };
        ContributorInsightsMode mode = summary.contributorInsightsMode();
        return new Insights(on, mode == null ? Insights.OFF.mode() : mode);
    }

    @Override
    public boolean satisfies(TableInsights is, TableInsights wanted) {
        return changes(is, wanted).isEmpty();
    }

    /** The empty name stands for the table. */
    private static List<String> changes(TableInsights is, TableInsights wanted) {
        List<String> changes = new ArrayList<>();
        if (!is.table().isAs(wanted.table())) {
            changes.add("");
        }
        Set<String> indexes = new LinkedHashSet<>(is.indexes().keySet());
        indexes.addAll(wanted.indexes().keySet());
        indexes.removeIf(index -> is.index(index).isAs(wanted.index(index)));
        changes.addAll(indexes);
        return changes;
    }

    @Override
    public List<String> operations() {
        return List.of("UpdateContributorInsights");
    }

    @Override
    public String words(TableInsights value) {
        List<String> words = new ArrayList<>();
        words.add(value.table().words());
        value.indexes().forEach((name, insights) -> words.add(name + " " + insights.words()));
        return String.join(", ", words);
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    @Override
    public void change(TableCall call, TableInsights from, TableInsights to) {
        for (String place : changes(from, to)) {
            Insights wanted = place.isEmpty() ? to.table() : to.index(place);
            var request = UpdateContributorInsightsRequest.builder().tableName(call.table().name());
            if (!place.isEmpty()) {
                request.indexName(place);
            }
            if (wanted.enabled()) {
                request.contributorInsightsAction(ContributorInsightsAction.ENABLE)
                        .contributorInsightsMode(wanted.mode());
            } else {
                request.contributorInsightsAction(ContributorInsightsAction.DISABLE);
            }
            var _ = call.dynamoDb().updateContributorInsights(request.build());
        }
    }
}
