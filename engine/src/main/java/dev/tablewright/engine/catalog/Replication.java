package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 */
public record Replication(
        List<String> others,
        long stamps,
        ReplicaOverrides overrides,
        @Nullable String filledFrom,
        @Nullable Instant lastSource) {
    private static final Duration SOURCE_PAUSE = Duration.ofHours(24);

    /** Sorts the regions. */
    public Replication {
        others = List.copyOf(new TreeSet<>(others));
    }

    Replication with(String region) {
        List<String> more = new ArrayList<>(others);
        more.add(region);
        return new Replication(more, stamps, overrides, filledFrom, lastSource);
    }

    Replication without(String region) {
        List<String> fewer = new ArrayList<>(others);
        fewer.remove(region);
        return new Replication(fewer, stamps, overrides, filledFrom, lastSource);
    }

    Replication with(ReplicaOverrides other) {
        return new Replication(others, stamps, other, filledFrom, lastSource);
    }

    Replication sourceAt(Instant now) {
        return new Replication(others, stamps, overrides, filledFrom, now);
    }

    Replication filled() {
        return new Replication(others, stamps, overrides, null, lastSource);
    }

    /** Whether a replica was made from this one so lately that it may not go. */
    boolean wasSourceAt(Instant now) {
        return lastSource != null && lastSource.plus(SOURCE_PAUSE).isAfter(now);
    }
}
