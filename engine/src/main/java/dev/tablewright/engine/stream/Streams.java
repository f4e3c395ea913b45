package dev.tablewright.engine.stream;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeLog.Limit;
import dev.tablewright.engine.changelog.ChangeLog.Page;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.changelog.SequenceClock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Reads the change streams of tables. Safe for use by many threads. */
public final class Streams {
    private static final long MAX_PAGE_BYTES = 1 << 20;

    /**
     * Whoever asked for a record in time may take this long to read it; the log keeps it longer
     * still.
     */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private static final Comparator<TableStream> BY_NAME_NEWEST_FIRST =
            Comparator.comparing((TableStream stream) -> stream.table().name())
                    .thenComparing(TableStream::label, Comparator.reverseOrder());

    private final Catalog catalog;
    private final ChangeLog log;

    /** Reads the streams of {@code catalog}'s tables from {@code log}. */
    public Streams(Catalog catalog, ChangeLog log) {
        this.catalog = catalog;
        this.log = log;
    }

    /**
     * Lists streams that can be described, by the name of their table, the newest first.
     *
     * @param table only of tables of this name; null for all
     * @param after starts behind this stream, which need not exist; null for the start
     * @param limit most streams
     */
    public ListPage list(
            String account,
            String region,
            @Nullable String table,
            @Nullable StreamRef after,
            int limit) {
        List<TableStream> found =
                catalog.streams().stream()
                        .filter(stream -> stream.table().account().equals(account))
                        .filter(stream -> stream.table().region().equals(region))
                        .filter(stream -> table == null || stream.table().name().equals(table))
                        .sorted(BY_NAME_NEWEST_FIRST)
                        .filter(stream -> after == null || isBehind(stream, after))
                        .limit(limit + 1L)
                        .toList();
        return found.size() <= limit
                ? new ListPage(found, false)
                : new ListPage(found.subList(0, limit), true);
    }

    private static boolean isBehind(TableStream stream, StreamRef after) {
        int byName = stream.table().name().compareTo(after.table().name());
        return byName > 0 || (byName == 0 && stream.label().compareTo(after.label()) < 0);
    }

    /**
     * A page of streams.
     *
     * @param more whether others follow
     */
    public record ListPage(List<TableStream> streams, boolean more) {
        /** Copies the list. */
        public ListPage {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Finds a stream that is on, or ended less than a day ago.
     *
     * @throws DatabaseException.ResourceNotFound otherwise
     */
    public TableStream require(StreamRef ref, Instant now) {
        TableStream stream = catalog.findStream(ref);
        if (stream == null || stream.isGoneAt(now)) {
            throw new DatabaseException.ResourceNotFound(
                    "Requested resource not found: Stream: " + ref.arn() + " not found", null);
        }
        return stream;
    }

    /** Returns the shards of a stream that may still have records, in the order of their ids. */
    public List<Shard> shards(TableStream stream, Instant now) {
        long newest = Math.max(SequenceClock.at(now), log.settled());
        return Shard.of(stream, newest, horizon(now));
    }

    /**
     * Finds a shard.
     *
     * @throws DatabaseException.ResourceNotFound if the stream has none of that id
     */
    public Shard requireShard(TableStream stream, String id, Instant now) {
        return shards(stream, now).stream()
                .filter(shard -> shard.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new DatabaseException.ResourceNotFound(
                                        "Requested resource not found: Shard does not exist",
                                        null));
    }

    /** Records older than this are not shown. */
    private static long horizon(Instant now) {
        return SequenceClock.at(now.minus(TableStream.RETENTION)) - 1;
    }

    /** Where the oldest record that is left in a shard follows. */
    public long oldest(Shard shard, Instant now) {
        return Math.max(shard.start(), horizon(now));
    }

    /** Where whatever is written from now on follows. */
    public long newest(Shard shard) {
        long now = log.newest();
        Long end = shard.end();
        return end == null ? now : Math.min(now, end);
    }

    /**
     * Returns the position behind which the record of a number follows.
     *
     * @param inclusive whether the record of that number itself is to be read
     * @return null if the number is none of the shard's
     * @throws DatabaseException.TrimmedData if it is too old
     */
    public @Nullable Long position(Shard shard, long number, boolean inclusive, Instant now) {
        Long end = shard.end();
        if (number <= shard.start() || number > (end == null ? log.newest() : end)) {
            return null;
        }
        if (number <= horizon(now)) {
            throw new DatabaseException.TrimmedData();
        }
        return inclusive ? number - 1 : number;
    }

    /**
     * Reads records of a shard.
     *
     * @param position behind which to read
     * @param limit most records; the page also ends at 1 MB
     * @throws DatabaseException.TrimmedData if what follows the position is too old
     */
    public RecordPage read(Shard shard, long position, int limit, Instant now) {
        if (position > shard.start() && position < horizon(now.minus(GRACE))) {
            throw new DatabaseException.TrimmedData();
        }
        Long end = shard.end();
        Page page =
                log.read(
                        shard.stream().space(),
                        shard.parts(),
                        Math.max(position, shard.start()),
                        end == null ? Long.MAX_VALUE : end,
                        new Limit(limit, MAX_PAGE_BYTES, true));
        return new RecordPage(
                page.records(),
                end != null && page.reached() >= end ? null : Long.valueOf(page.reached()));
    }

    /**
     * A page of records.
     *
     * @param next position to read on from; null when the shard has ended and all was read
     */
    public record RecordPage(List<ChangeRecord> records, @Nullable Long next) {
        /** Copies the list. */
        public RecordPage {
            records = List.copyOf(records);
        }
    }
}
