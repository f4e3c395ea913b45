package dev.tablewright.engine.keyspace;

import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.KeyLayout;
import dev.tablewright.storage.ReadView.Range;

import java.nio.ByteBuffer;

/**
 * Keys of change records: (space of all logs, the table's space and a part of its log, sequence). A
 * table's space is never used again, so that a table made anew under an old name has a log of its
 * own.
 *
 * <p>A log has {@link #PARTS} parts; all items with one partition key are in the same one.
 */
public final class LogKeys {
    /** Parts of one table's log; what is on disk depends on it. */
    public static final int PARTS = 4;

    private LogKeys() {}

    /** The part of the log that tells of the item kept at {@code item}. */
    public static int partOf(Key item) {
        return KeyLayout.segmentOf(item.partition(), PARTS);
    }

    /** Where the change number {@code sequence} of the item kept at {@code item} is recorded. */
    public static Key record(Key item, long sequence) {
        return new Key(
                Keyspace.CHANGES, part(item.space(), partOf(item)), Keyspace.writeSpace(sequence));
    }

    /** Records behind {@code after} up to and including {@code upTo}, in one part of a log. */
    public static Range range(long space, int part, long after, long upTo) {
        return new Range(
                Keyspace.CHANGES,
                part(space, part),
                Keyspace.writeSpace(after),
                true,
                Keyspace.writeSpace(upTo),
                false,
                true);
    }

    /** All records of one part, the newest first. */
    public static Range newestFirst(long space, int part) {
        return new Range(Keyspace.CHANGES, part(space, part), null, false, null, false, false);
    }

    /** The number of the change recorded at {@code record}. */
    public static long sequenceOf(Key record) {
        return Keyspace.readSpace(record.sort());
    }

    private static Bytes part(long space, int part) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + 1).putLong(space).put((byte) part).array());
    }
}
