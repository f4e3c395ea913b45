package dev.tablewright.engine.item;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

/**
 * What a write came to.
 *
 * @param before the item as it was, or null
 * @param after the item as it is now, or null
 * @param collectionKey the partition key value where the table has local indexes, else null
 * @param collectionBytes size of the item collection with its local index entries; 0 without local
 *     indexes
 */
public record Written(
        @Nullable Item before,
        @Nullable Item after,
        ConsumedCapacity consumed,
        @Nullable AttributeValue collectionKey,
        long collectionBytes) {}
