package dev.tablewright.engine.changelog;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A change of one item that is to be committed and logged.
 *
 * @param at where the item is kept
 * @param before the item as it was, or null
 * @param after the item as it is to be, or null
 * @param inStream whether the table's stream was on
 * @param origin who wants it
 * @param recorded whether it goes into the log; a copy that changes nothing only moves the stamp
 * @param stamp what the item is stamped with; null where the table has no replicas
 */
public record Change(
        Key at,
        @Nullable Item before,
        @Nullable Item after,
        boolean inStream,
        Origin origin,
        boolean recorded,
        @Nullable Stamp stamp) {
    /**
     * The time of an item, in tables with replicas: the number of the change that made it so,
     * wherever that was made.
     *
     * @param space where the table keeps its stamps
     * @param written the number of a change made elsewhere; 0 for this change's own
     */
    public record Stamp(long space, long written) {
        /** Bytes of a stamp. */
        public static Bytes encode(long written) {
            return Keyspace.writeSpace(written);
        }

        /** Reads a stamp; what has none counts as older than everything, 0. */
        public static long decode(@Nullable Stored stored) {
            return stored == null ? 0 : Keyspace.readSpace(stored.value());
        }
    }

    /** Who made a change. */
    public enum Origin {
        /** A request. */
        REQUEST,
        /** Time to live: DynamoDB itself deleted the item. */
        EXPIRY,
        /** The copy of a change that was made in another region. */
        REPLICATION
    }

    /** Whether an item differs; order of attributes does not count. */
    public static boolean isOne(@Nullable Item before, @Nullable Item after) {
        if (before == null || after == null) {
            return (before == null) != (after == null);
        }
        return before.sizeBytes() != after.sizeBytes() || !Objects.equals(before, after);
    }
}
