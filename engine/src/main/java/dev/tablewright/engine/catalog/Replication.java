package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A table's part in a global table: tables of one account and one name, one in each region, that
 * send each other their changes.
 *
 * @param others regions of the other replicas, in their order
 * @param stamps keyspace of the stamps of this replica's items; never reused
 * @param overrides what this replica has otherwise than the others
 * @param filledFrom region whose items are being copied into this replica; null once all are there
 * @param lastSource when a replica was last made from this one; null before the first time
 * @param legacy null for version 2019.11.21
 */
public record Replication(
        List<String> others,
        long stamps,
        ReplicaOverrides overrides,
        @Nullable String filledFrom,
        @Nullable Instant lastSource,
        @Nullable Legacy legacy) {
    private static final Duration SOURCE_PAUSE = Duration.ofHours(24);

    /**
     * A part in a global table of version 2017.11.29. Its tables were there before it and stay when
     * it is gone, and have their settings for themselves; there may be only one.
     *
     * @param created when the global table was made
     * @param leaving whether this table leaves it as soon as the others have what was written here
     */
    public record Legacy(Instant created, boolean leaving) {}

    /** Sorts the regions, each once. */
    public Replication {
        others = List.copyOf(new TreeSet<>(others));
    }

    /** The part of a table that is alone in a global table of version 2017.11.29. */
    static Replication legacy(long stamps, Instant created) {
        return new Replication(
                List.of(), stamps, ReplicaOverrides.NONE, null, null, new Legacy(created, false));
    }

    Replication with(String region) {
        List<String> more = new ArrayList<>(others);
        more.add(region);
        return new Replication(more, stamps, overrides, filledFrom, lastSource, legacy);
    }

    Replication without(String region) {
        List<String> fewer = new ArrayList<>(others);
        fewer.remove(region);
        return new Replication(fewer, stamps, overrides, filledFrom, lastSource, legacy);
    }

    Replication with(ReplicaOverrides other) {
        return new Replication(others, stamps, other, filledFrom, lastSource, legacy);
    }

    Replication sourceAt(Instant now) {
        return new Replication(others, stamps, overrides, filledFrom, now, legacy);
    }

    Replication filled() {
        return new Replication(others, stamps, overrides, null, lastSource, legacy);
    }

    /** Of version 2017.11.29 only. */
    Replication leaving() {
        Instant created = Objects.requireNonNull(legacy).created();
        return new Replication(
                others, stamps, overrides, filledFrom, lastSource, new Legacy(created, true));
    }

    /** Whether this is a part in a global table of version 2017.11.29. */
    public boolean isLegacy() {
        return legacy != null;
    }

    /** Whether the table leaves a global table of version 2017.11.29, and stays itself. */
    public boolean isLeaving() {
        return legacy != null && legacy.leaving();
    }

    /** Whether a replica was made from this one so lately that it may not go. */
    boolean wasSourceAt(Instant now) {
        return lastSource != null && lastSource.plus(SOURCE_PAUSE).isAfter(now);
    }
}
