package dev.tablewright.engine.changelog;

import dev.tablewright.engine.changelog.Change.Stamp;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.engine.keyspace.LogKeys;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The changes of all items of tables that keep a log, in order. A record travels in the commit of
 * its change: there is no item without its record and no record without its item.
 *
 * <p>A log is named by the space of its table ({@link dev.tablewright.engine.catalog.Table#space}),
 * and outlives it. It costs a write one more put: 37 bytes and both images. Safe for use by many
 * threads.
 */
public final class ChangeLog {
    /** Every part of a log. */
    public static final List<Integer> ALL_PARTS =
            IntStream.range(0, LogKeys.PARTS).boxed().toList();

    private final StorageEngine storage;
    private final SequenceClock clock;
    private final ItemTurns turns = new ItemTurns();
    private final AtomicLong lastToSend = new AtomicLong();

    /** Reads and writes the logs in {@code storage}. */
    public ChangeLog(StorageEngine storage, SequenceClock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Makes new records follow those that the logs of {@code spaces} have already. */
    public void resume(Collection<Long> spaces) {
        try (ReadView view = storage.read()) {
            for (long space : spaces) {
                for (int part : ALL_PARTS) {
                    try (Cursor cursor = view.range(LogKeys.newestFirst(space, part))) {
                        Entry newest = cursor.next();
                        if (newest != null) {
                            clock.resumeAfter(LogKeys.sequenceOf(newest.key()));
                        }
                    }
                }
            }
        }
    }

    /**
     * Commits changes with their records, at one moment. The caller has opened, by now, the view
     * that {@code checks} speak of.
     *
     * @param changes at most one per item; none where no log is kept
     */
    public Commit.Result commit(List<Check> checks, List<Write> writes, List<Change> changes) {
        if (changes.isEmpty()) {
            return storage.commit(new Commit(checks, writes));
        }
        List<Write> all = new ArrayList<>(writes.size() + changes.size());
        all.addAll(writes);
        try (ItemTurns.Held _ = turns.take(changes);
                SequenceClock.Moment moment = clock.begin(changes.size())) {
            long sequence = moment.first();
            for (Change change : changes) {
                if (change.recorded()) {
                    all.add(
                            new Write.Put(
                                    LogKeys.record(change.at(), sequence),
                                    ChangeCodec.encode(change)));
                }
                Stamp stamp = change.stamp();
                if (stamp != null) {
                    all.add(stamped(change, stamp, sequence));
                }
                sequence++;
            }
            return storage.commit(new Commit(checks, all));
        }
    }

    private Write stamped(Change change, Stamp stamp, long sequence) {
        if (stamp.written() == 0) {
            // Before the commit: whoever has read up to here has read everything.
            lastToSend.accumulateAndGet(sequence, Math::max);
        }
        return new Write.Put(
                Keyspace.stamp(stamp.space(), change.at()),
                Stamp.encode(stamp.written() == 0 ? sequence : stamp.written()));
    }

    /** A number that no change is above that replicas have to be told of; grows. */
    public long lastToSend() {
        return lastToSend.get();
    }

    /**
     * Returns the number up to which nothing more can appear in any log; grows with the clock. Ask
     * before opening a view to read on.
     */
    public long settled() {
        return clock.settled();
    }

    /**
     * Returns a number that is larger than those of all changes committed by now, and smaller than
     * those of all that are begun from now on.
     */
    public long newest() {
        return clock.next();
    }

    /**
     * Reads a page of a log, in the order of sequence numbers, as far as it is settled.
     *
     * @param space of the table
     * @param parts of the log, 0 to 3; {@link #ALL_PARTS} for the whole
     * @param after starts behind this number; 0 for the start
     * @param upTo last number to read; {@link Long#MAX_VALUE} for all there is
     * @param limit what to stop at
     */
    public Page read(long space, List<Integer> parts, long after, long upTo, Limit limit) {
        // In this order: whatever is settled by now is in the view.
        long settled = clock.settled();
        try (ReadView view = storage.read()) {
            return read(view, space, parts, after, Math.min(upTo, settled), limit);
        }
    }

    private static Page read(
            ReadView view, long space, List<Integer> parts, long after, long upTo, Limit limit) {
        List<ChangeRecord> records = new ArrayList<>();
        long reached = Math.max(after, upTo);
        long bytes = 0;
        int looked = 0;
        try (ChangeCursor cursor = new ChangeCursor(view, space, parts, after, upTo)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                long sequence = LogKeys.sequenceOf(entry.key());
                Bytes stored = entry.stored().value();
                if (!limit.streamOnly() || ChangeCodec.inStream(stored)) {
                    bytes += stored.length();
                    if (bytes > limit.bytes() && !records.isEmpty()) {
                        reached = sequence - 1;
                        break;
                    }
                    records.add(ChangeCodec.decode(sequence, stored));
                }
                looked++;
                if (records.size() == limit.records() || looked == Limit.MOST_LOOKED_AT) {
                    reached = sequence;
                    break;
                }
            }
        }
        return new Page(records, reached);
    }

    /**
     * Walks records that {@code view} shows, in the order of sequence numbers. An item and its
     * record travel together, so this is the history of exactly the items that {@code view} shows,
     * whether settled or not.
     *
     * @param after starts behind this number
     * @param upTo last number to read
     */
    public static Records walk(
            ReadView view, long space, List<Integer> parts, long after, long upTo) {
        return new Records(new ChangeCursor(view, space, parts, after, upTo));
    }

    /** Records one after the other. Not for use by several threads. */
    public static final class Records implements AutoCloseable {
        private final ChangeCursor cursor;

        private Records(ChangeCursor cursor) {
            this.cursor = cursor;
        }

        /** Returns the next record, or null at the end. */
        public @Nullable ChangeRecord next() {
            Entry entry = cursor.next();
            return entry == null
                    ? null
                    : ChangeCodec.decode(LogKeys.sequenceOf(entry.key()), entry.stored().value());
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /**
     * When a page is full. It holds at least one record if there is one.
     *
     * @param records most records
     * @param bytes most stored bytes, unless the first record alone has more
     * @param streamOnly leaves out records made while the table's stream was off
     */
    public record Limit(int records, long bytes, boolean streamOnly) {
        /** A page also ends here, however few records fit, so that it ends in time. */
        static final int MOST_LOOKED_AT = 10_000;
    }

    /**
     * A page of a log.
     *
     * @param reached everything up to this number was read: where the next page starts
     */
    public record Page(List<ChangeRecord> records, long reached) {
        /** Copies the list. */
        public Page {
            records = List.copyOf(records);
        }
    }

    /**
     * Removes records before a number, the oldest first. Readers must know themselves how far back
     * they may look: some records may go sooner than others.
     *
     * @param before first number to keep
     * @param most records to remove in this step
     * @return whether there is more to remove
     */
    public boolean prune(long space, long before, int most) {
        List<Write> removals = new ArrayList<>();
        try (ReadView view = storage.read();
                ChangeCursor cursor =
                        new ChangeCursor(view, space, ALL_PARTS, 0, Math.max(0, before - 1))) {
            for (Entry entry = cursor.next();
                    entry != null && removals.size() < most;
                    entry = cursor.next()) {
                removals.add(new Write.Delete(entry.key()));
            }
        }
        if (!removals.isEmpty()) {
            storage.commit(new Commit(List.of(), removals));
        }
        return removals.size() == most;
    }
}
