package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * That a key does not have the same item in both tables.
 *
 * @param key names and values of the key attributes, the partition key first
 * @param seen what the first table's item came to; null when it has none
 */
public record Difference(Kind kind, Map<String, AttributeValue> key, @Nullable ByteBuffer seen) {
    /**
     * Whether an item of the first table is still as it was when it was compared.
     *
     * @param item as it is now; null if there is none
     */
    public boolean isStill(@Nullable Map<String, AttributeValue> item) {
        return item == null
                ? seen == null
                : ByteBuffer.wrap(new ItemDigest().of(item)).equals(seen);
    }

    /** How an item differs, seen from the first table. */
    public enum Kind {
        /** Only the other table has it. */
        ADDED,
        /** Both have it, with other attributes. */
        CHANGED,
        /** Only the first table has it. */
        REMOVED
    }
}
