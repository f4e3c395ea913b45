package dev.tablewright.engine.query;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One page of a Query or Scan.
 *
 * @param items empty for COUNT
 * @param count items that passed the filter
 * @param scannedCount items looked at
 * @param lastEvaluatedKey where the next page starts; null when there is nothing more to look at
 */
public record Page(
        List<Item> items,
        int count,
        int scannedCount,
        @Nullable Item lastEvaluatedKey,
        ConsumedCapacity consumed) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
