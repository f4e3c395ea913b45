package dev.tablewright.engine.item;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads and writes single items. */
public interface Items {
    /**
     * Reads one item by its key.
     *
     * @param key exactly the table's key attributes, else a validation error of DynamoDB's text
     */
    Found get(TableRef table, Item key, boolean consistent);

    /**
     * Reads several items of one table in one view.
     *
     * @return one per key, in the order of {@code keys}
     */
    List<Found> getAll(TableRef table, List<Item> keys, boolean consistent);

    /**
     * Applies one write, its index entries and its change record in one commit.
     *
     * @throws dev.tablewright.engine.DatabaseException.ConditionFailed if the condition does not
     *     hold; nothing was written
     */
    Written write(TableRef table, ItemWrite write);

    /**
     * Applies writes to different items of one table: in one commit, and so all of them or none, as
     * long as they are not too large together; each on its own otherwise.
     *
     * @return one result per write, in order
     * @throws dev.tablewright.engine.DatabaseException.Throttled if other writers won too often;
     *     writes that did not fit together may have been done in part
     */
    List<Written> writeAll(TableRef table, List<ItemWrite> writes);

    /**
     * Requires that a put or a removal fits the table, as far as can be told without looking at the
     * stored item. A batch checks all its writes before it does the first.
     *
     * @throws dev.tablewright.model.ValidationException if it does not
     */
    void requireWritable(TableRef table, ItemWrite write);

    /**
     * An item as read.
     *
     * @param item null when the key has none
     */
    record Found(@Nullable Item item, ConsumedCapacity consumed) {}
}
