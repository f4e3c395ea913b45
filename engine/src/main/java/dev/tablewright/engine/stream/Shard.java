package dev.tablewright.engine.stream;

import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.LogKeys;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A shard: some parts of a table's log, for four hours. Computed from the stream, never stored.
 *
 * @param generation counts the stream's four hours from 0
 * @param lane which of the shards of one generation, from 0
 * @param start number behind which its records begin
 * @param end last number it can have; null while it is open
 */
public record Shard(TableStream stream, int generation, int lane, long start, @Nullable Long end) {
    /** As DynamoDB's: a shard takes records for about four hours, and others follow it. */
    static final Duration OPEN_FOR = Duration.ofHours(4);

    private static final long LENGTH = SequenceClock.lengthOf(OPEN_FOR);

    /**
     * Returns the shards of a stream in the order of their ids.
     *
     * @param now the newest number there may be
     * @param horizon shards that ended before this number are left out
     */
    static List<Shard> of(TableStream stream, long now, long horizon) {
        List<Shard> shards = new ArrayList<>();
        Long ended = stream.end();
        long last = ended == null ? Math.max(now, stream.start() + 1) : ended;
        long first = Math.max(0, Math.floorDiv(horizon - stream.start(), LENGTH));
        for (long generation = first; stream.start() + generation * LENGTH < last; generation++) {
            for (int lane = 0; lane < stream.shards(); lane++) {
                shards.add(of(stream, (int) generation, lane, last));
            }
        }
        shards.sort((one, other) -> one.id().compareTo(other.id()));
        return shards;
    }

    private static Shard of(TableStream stream, int generation, int lane, long last) {
        long start = stream.start() + generation * LENGTH;
        long full = start + LENGTH;
        Long ended = stream.end();
        Long end = full < last ? Long.valueOf(full) : ended;
        return new Shard(stream, generation, lane, start, end);
    }

    /** DynamoDB's ShardId: the time at which it was opened, and which of several it is. */
    public String id() {
        return id(start, lane);
    }

    /** The id of the shard that this one follows; null for a first one. */
    public @Nullable String parentId() {
        return generation == 0 ? null : id(start - LENGTH, lane);
    }

    private String id(long from, int which) {
        int mixed = Long.hashCode(stream.start() * 0x9E3779B97F4A7C15L) + which * 0x3C6EF372;
        return "shardId-%020d-%08x".formatted(SequenceClock.timeOf(from).toEpochMilli(), mixed);
    }

    /** The parts of the table's log that it shows. */
    List<Integer> parts() {
        int each = LogKeys.PARTS / stream.shards();
        return IntStream.range(lane * each, (lane + 1) * each).boxed().toList();
    }
}
