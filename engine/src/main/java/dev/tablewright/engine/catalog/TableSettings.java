package dev.tablewright.engine.catalog;

import dev.tablewright.model.OnDemandLimit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a table has besides its shape; the data path needs none of it.
 *
 * @param capacity history of the provisioned throughput
 * @param lastOnDemand when the table last became on-demand; null if it never was
 * @param onDemandSwitches switches from provisioned to on-demand in the last 24 hours, oldest first
 * @param onDemandLimit null where none was set
 * @param warmThroughput null where nothing more than the default was asked for
 * @param encryption null for the default, a key that AWS owns and does not show
 * @param tableClass null where it was never named
 * @param classChanges changes of the class in the last 30 days, oldest first
 * @param tags in the order they were first set
 * @param restoration null unless the table was restored
 */
public record TableSettings(
        CapacityChanges capacity,
        @Nullable Instant lastOnDemand,
        List<Instant> onDemandSwitches,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable WarmThroughput warmThroughput,
        StreamSettings stream,
        @Nullable Encryption encryption,
        @Nullable TableClass tableClass,
        List<Instant> classChanges,
        Map<String, String> tags,
        TimeToLive timeToLive,
        PointInTimeRecovery recovery,
        ResourcePolicy resourcePolicy,
        @Nullable Restoration restoration,
        Watchers watchers) {
    /** What a table has when nothing is asked for. */
    public static final TableSettings DEFAULT =
            new TableSettings(
                    CapacityChanges.NONE,
                    null,
                    List.of(),
                    null,
                    null,
                    StreamSettings.NONE,
                    null,
                    null,
                    List.of(),
                    Map.of(),
                    TimeToLive.NEVER,
                    PointInTimeRecovery.OFF,
                    ResourcePolicy.NONE,
                    null,
                    Watchers.NONE);

    /** Copies the collections; keeps the order of tags. */
    public TableSettings {
        onDemandSwitches = List.copyOf(onDemandSwitches);
        classChanges = List.copyOf(classChanges);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** Returns a copy with other capacity history. */
    public TableSettings withCapacity(CapacityChanges other) {
        return with(draft -> draft.capacity = other);
    }

    /** Returns a copy that notes when the table became on-demand, and how often of late. */
    public TableSettings withOnDemand(@Nullable Instant last, List<Instant> switches) {
        return with(
                draft -> {
                    draft.lastOnDemand = last;
                    draft.onDemandSwitches = switches;
                });
    }

    /** Returns a copy with another on-demand limit. */
    public TableSettings withOnDemandLimit(@Nullable OnDemandLimit other) {
        return with(draft -> draft.onDemandLimit = other);
    }

    /** Returns a copy with other warm throughput. */
    public TableSettings withWarmThroughput(@Nullable WarmThroughput other) {
        return with(draft -> draft.warmThroughput = other);
    }

    /** Returns a copy with another stream. */
    public TableSettings withStream(StreamSettings other) {
        return with(draft -> draft.stream = other);
    }

    /** Returns a copy with other encryption. */
    public TableSettings withEncryption(@Nullable Encryption other) {
        return with(draft -> draft.encryption = other);
    }

    /** Returns a copy with another class, and when it changed of late. */
    public TableSettings withTableClass(@Nullable TableClass other, List<Instant> changes) {
        return with(
                draft -> {
                    draft.tableClass = other;
                    draft.classChanges = changes;
                });
    }

    /** Returns a copy with other tags. */
    public TableSettings withTags(Map<String, String> other) {
        return with(draft -> draft.tags = other);
    }

    /** Returns a copy with other time to live. */
    public TableSettings withTimeToLive(TimeToLive other) {
        return with(draft -> draft.timeToLive = other);
    }

    /** Returns a copy with other point-in-time recovery. */
    public TableSettings withRecovery(PointInTimeRecovery other) {
        return with(draft -> draft.recovery = other);
    }

    /** Returns a copy with another resource policy. */
    public TableSettings withResourcePolicy(ResourcePolicy other) {
        return with(draft -> draft.resourcePolicy = other);
    }

    /** Returns a copy that says where the table comes from. */
    public TableSettings withRestoration(@Nullable Restoration other) {
        return with(draft -> draft.restoration = other);
    }

    /** Returns a copy that is watched by others. */
    public TableSettings withWatchers(Watchers other) {
        return with(draft -> draft.watchers = other);
    }

    private TableSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /**
     * A copy on which one thing is set, so that what changes one thing need not name the others.
     */
    private static final class Draft {
        private CapacityChanges capacity;
        private @Nullable Instant lastOnDemand;
        private List<Instant> onDemandSwitches;
        private @Nullable OnDemandLimit onDemandLimit;
        private @Nullable WarmThroughput warmThroughput;
        private StreamSettings stream;
        private @Nullable Encryption encryption;
        private @Nullable TableClass tableClass;
        private List<Instant> classChanges;
        private Map<String, String> tags;
        private TimeToLive timeToLive;
        private PointInTimeRecovery recovery;
        private ResourcePolicy resourcePolicy;
        private @Nullable Restoration restoration;
        private Watchers watchers;

        Draft(TableSettings from) {
            capacity = from.capacity;
            lastOnDemand = from.lastOnDemand;
            onDemandSwitches = from.onDemandSwitches;
            onDemandLimit = from.onDemandLimit;
            warmThroughput = from.warmThroughput;
            stream = from.stream;
            encryption = from.encryption;
            tableClass = from.tableClass;
            classChanges = from.classChanges;
            tags = from.tags;
            timeToLive = from.timeToLive;
            recovery = from.recovery;
            resourcePolicy = from.resourcePolicy;
            restoration = from.restoration;
            watchers = from.watchers;
        }

        TableSettings settings() {
            return new TableSettings(
                    capacity,
                    lastOnDemand,
                    onDemandSwitches,
                    onDemandLimit,
                    warmThroughput,
                    stream,
                    encryption,
                    tableClass,
                    classChanges,
                    tags,
                    timeToLive,
                    recovery,
                    resourcePolicy,
                    restoration,
                    watchers);
        }
    }
}
