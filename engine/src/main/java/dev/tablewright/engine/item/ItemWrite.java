package dev.tablewright.engine.item;

import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Update;

/** One write request to one item. */
public sealed interface ItemWrite {
    /** What must hold for the stored item. */
    Condition condition();

    /** Creates the item, or replaces it whole. */
    record Put(Item item, Condition condition) implements ItemWrite {}

    /** Changes the item, or creates it from the key and the update. */
    record Change(Item key, Update update, Condition condition) implements ItemWrite {}

    /** Removes the item; no effect when there is none. */
    record Remove(Item key, Condition condition) implements ItemWrite {}

    /** Changes nothing; only in a transaction. */
    record Check(Item key, Condition condition) implements ItemWrite {}
}
