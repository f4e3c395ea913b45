package dev.tablewright.engine.catalog;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of tables and streams for a while. Immutable.
 *
 * @param streams that ended
 * @param logs of tables that are gone
 */
record Ended(List<TableStream> streams, List<RetiredLog> logs) {
    static final Ended NOTHING = new Ended(List.of(), List.of());

    /** Copies the lists. */
    Ended {
        streams = List.copyOf(streams);
        logs = List.copyOf(logs);
    }

    /** Reads what is left from the catalog's records. */
    static Ended read(List<Entry> entries) {
        List<TableStream> streams = new ArrayList<>();
        List<RetiredLog> logs = new ArrayList<>();
        for (Entry entry : entries) {
            if (Keyspace.isEndedStream(entry.key())) {
                streams.add(EndedCodec.stream(entry));
            } else if (Keyspace.isRetiredLog(entry.key())) {
                logs.add(EndedCodec.log(entry));
            }
        }
        return new Ended(streams, logs);
    }

    /**
     * Returns what one change of a table leaves behind.
     *
     * @param end a number that was taken after every writer of {@code before}'s stream had ended:
     *     that is so one change after the stream was switched off, or the table was
     */
    static Ended by(@Nullable Table before, @Nullable Table after, long end, Instant now) {
        if (before == null) {
            return NOTHING;
        }
        TableStream stream = TableStream.of(before);
        boolean stays = stream == null || (after != null && isThere(stream, TableStream.of(after)));
        return new Ended(
                stream == null || stays ? List.of() : List.of(stream.endedAt(end)),
                after == null ? List.of(log(before, now)) : List.of());
    }

    private static boolean isThere(TableStream stream, @Nullable TableStream after) {
        return after != null && after.label().equals(stream.label());
    }

    private static RetiredLog log(Table table, Instant now) {
        PointInTimeRecovery recovery = table.settings().recovery();
        boolean streamed = table.settings().stream().label() != null;
        Instant keepUntil =
                recovery.enabled()
                        ? now.plus(PointInTimeRecovery.LONGEST)
                        : streamed ? now.plus(TableStream.RETENTION) : now;
        return new RetiredLog(table.ref(), table.id(), table.space(), now, keepUntil);
    }

    Ended plus(Ended more) {
        List<TableStream> allStreams = new ArrayList<>(streams);
        allStreams.addAll(more.streams);
        List<RetiredLog> allLogs = new ArrayList<>(logs);
        allLogs.addAll(more.logs);
        return new Ended(allStreams, allLogs);
    }

    Ended without(TableStream stream) {
        return new Ended(
                streams.stream().filter(each -> each.start() != stream.start()).toList(), logs);
    }

    Ended without(RetiredLog log) {
        return new Ended(
                streams, logs.stream().filter(each -> each.space() != log.space()).toList());
    }

    static Ended of(TableStream stream) {
        return new Ended(List.of(stream), List.of());
    }

    static Write put(TableStream stream) {
        return new Write.Put(Keyspace.endedStream(stream.start()), EndedCodec.encode(stream));
    }

    void addTo(List<Write> writes) {
        streams.forEach(stream -> writes.add(put(stream)));
        logs.forEach(
                log ->
                        writes.add(
                                new Write.Put(
                                        Keyspace.retiredLog(log.space()), EndedCodec.encode(log))));
    }
}
