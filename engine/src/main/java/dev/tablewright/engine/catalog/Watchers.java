package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.KinesisDestination.Precision;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Who else is to learn what happens to a table's items: Contributor Insights and Kinesis data
 * streams.
 *
 * @param insights by global index, and the table's own under {@link #TABLE}; only where they were
 *     ever switched on
 * @param kinesis in the order in which they were first enabled
 */
public record Watchers(
        Map<String, ContributorInsights> insights, List<KinesisDestination> kinesis) {
    /** Nobody. */
    public static final Watchers NONE = new Watchers(Map.of(), List.of());

    /** Stands for the table among its indexes; no index has this name. */
    public static final String TABLE = "";

    /** Copies, and sorts by index. */
    public Watchers {
        insights = Collections.unmodifiableMap(new TreeMap<>(insights));
        kinesis = List.copyOf(kinesis);
    }

    /** Returns the insights of an index, or of the {@link #TABLE}. */
    public ContributorInsights insightsOf(String index) {
        return insights.getOrDefault(index, ContributorInsights.NEVER);
    }

    /** Returns a copy with other insights of an index, or of the {@link #TABLE}. */
    public Watchers withInsights(String index, UnaryOperator<ContributorInsights> change) {
        ContributorInsights after = change.apply(insightsOf(index));
        if (after.equals(insightsOf(index))) {
            return this;
        }
        Map<String, ContributorInsights> all = new TreeMap<>(insights);
        all.put(index, after);
        return new Watchers(all, kinesis);
    }

    /** Returns a copy that knows nothing of an index that is gone. */
    Watchers withoutIndex(String index) {
        Map<String, ContributorInsights> left = new TreeMap<>(insights);
        left.remove(index);
        return new Watchers(left, kinesis);
    }

    /**
     * Adds a destination, or switches one on that is off.
     *
     * @throws ValidationException if it is not off
     */
    public Watchers enable(String streamArn, Precision precision, Instant now) {
        KinesisDestination present = find(streamArn);
        if (present != null && present.status() != KinesisDestination.Status.DISABLED) {
            throw new ValidationException(
                    "Table is not in a valid state to enable Kinesis Streaming Destination:"
                            + " KinesisStreamingDestination must be DISABLED or ENABLE_FAILED to"
                            + " perform ENABLE operation.");
        }
        List<KinesisDestination> all = new ArrayList<>(kinesis);
        all.removeIf(each -> each.streamArn().equals(streamArn));
        all.add(KinesisDestination.enabling(streamArn, precision, now));
        return new Watchers(insights, all);
    }

    /** Changes one of the destinations, which must be there. */
    public Watchers withDestination(String streamArn, UnaryOperator<KinesisDestination> change) {
        List<KinesisDestination> all = new ArrayList<>(kinesis);
        all.replaceAll(each -> each.streamArn().equals(streamArn) ? change.apply(each) : each);
        return new Watchers(insights, all);
    }

    /** Finds a destination, or null. */
    public @Nullable KinesisDestination find(String streamArn) {
        return kinesis.stream()
                .filter(each -> each.streamArn().equals(streamArn))
                .findFirst()
                .orElse(null);
    }

    /** Returns the state that follows once everything under way is done. */
    Watchers settled() {
        Map<String, ContributorInsights> done = new TreeMap<>(insights);
        done.replaceAll((_, each) -> each.settled());
        return new Watchers(done, kinesis.stream().map(KinesisDestination::settled).toList());
    }
}
