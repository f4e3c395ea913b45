package dev.tablewright.engine.changelog;

import dev.tablewright.model.Item;
import dev.tablewright.storage.Key;

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
 */
public record Change(
        Key at, @Nullable Item before, @Nullable Item after, boolean inStream, Origin origin) {
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
