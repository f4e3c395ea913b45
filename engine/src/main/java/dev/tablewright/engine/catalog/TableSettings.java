package dev.tablewright.engine.catalog;

import dev.tablewright.model.OnDemandLimit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return new TableSettings(
                other,
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

    /** Returns a copy that notes when the table became on-demand, and how often of late. */
    public TableSettings withOnDemand(@Nullable Instant last, List<Instant> switches) {
        return new TableSettings(
                capacity,
                last,
                switches,
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

    /** Returns a copy with another on-demand limit. */
    public TableSettings withOnDemandLimit(@Nullable OnDemandLimit other) {
        return new TableSettings(
                capacity,
                lastOnDemand,
                onDemandSwitches,
                other,
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

    /** Returns a copy with other warm throughput. */
    public TableSettings withWarmThroughput(@Nullable WarmThroughput other) {
        return new TableSettings(
                capacity,
                lastOnDemand,
                onDemandSwitches,
                onDemandLimit,
                other,
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

    /** Returns a copy with another stream. */
    public TableSettings withStream(StreamSettings other) {
        return new TableSettings(
                capacity,
                lastOnDemand,
                onDemandSwitches,
                onDemandLimit,
                warmThroughput,
                other,
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

    /** Returns a copy with other encryption. */
    public TableSettings withEncryption(@Nullable Encryption other) {
        return new TableSettings(
                capacity,
                lastOnDemand,
                onDemandSwitches,
                onDemandLimit,
                warmThroughput,
                stream,
                other,
                tableClass,
                classChanges,
                tags,
                timeToLive,
                recovery,
                resourcePolicy,
                restoration,
                watchers);
    }

    /** Returns a copy with another class, and when it changed of late. */
    public TableSettings withTableClass(@Nullable TableClass other, List<Instant> changes) {
        return new TableSettings(
                capacity,
                lastOnDemand,
                onDemandSwitches,
                onDemandLimit,
                warmThroughput,
                stream,
                encryption,
                other,
                changes,
                tags,
                timeToLive,
                recovery,
                resourcePolicy,
                restoration,
                watchers);
    }

    /** Returns a copy with other tags. */
    public TableSettings withTags(Map<String, String> other) {
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
                other,
                timeToLive,
                recovery,
                resourcePolicy,
                restoration,
                watchers);
    }

    /** Returns a copy with other time to live. */
    public TableSettings withTimeToLive(TimeToLive other) {
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
                other,
                recovery,
                resourcePolicy,
                restoration,
                watchers);
    }

    /** Returns a copy with other point-in-time recovery. */
    public TableSettings withRecovery(PointInTimeRecovery other) {
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
                other,
                resourcePolicy,
                restoration,
                watchers);
    }

    /** Returns a copy with another resource policy. */
    public TableSettings withResourcePolicy(ResourcePolicy other) {
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
                other,
                restoration,
                watchers);
    }

    /** Returns a copy that says where the table comes from. */
    public TableSettings withRestoration(@Nullable Restoration other) {
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
                other,
                watchers);
    }

    /** Returns a copy that is watched by others. */
    public TableSettings withWatchers(Watchers other) {
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
                other);
    }
}
