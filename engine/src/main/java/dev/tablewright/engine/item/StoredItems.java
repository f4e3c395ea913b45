package dev.tablewright.engine.item;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Items in a storage engine. */
public final class StoredItems implements Items {
    private final StorageEngine storage;
    private final Tables tables;
    private final ItemWriter writer;

    /** Serves the items of {@code tables} from {@code storage}. */
    public StoredItems(StorageEngine storage, Tables tables, CommitLoop commits) {
        this.storage = storage;
        this.tables = tables;
        this.writer = new ItemWriter(tables, commits);
    }

    @Override
    public Found get(TableRef ref, Item key, boolean consistent) {
        Table table = tables.require(ref);
        Key at = keyOf(table, key);
        try (ReadView view = storage.read()) {
            return found(ref, view.get(at), consistent);
        }
    }

    @Override
    public List<Found> getAll(TableRef ref, List<Item> keys, boolean consistent) {
        Table table = tables.require(ref);
        List<Key> at = new ArrayList<>(keys.size());
        for (Item key : keys) {
            at.add(keyOf(table, key));
        }
        List<Found> found = new ArrayList<>(keys.size());
        try (ReadView view = storage.read()) {
            for (Key key : at) {
                found.add(found(ref, view.get(key), consistent));
            }
        }
        return found;
    }

    private static Key keyOf(Table table, Item key) {
        KeyRules.requireKey(table.definition(), key);
        return ItemKeys.item(table, key);
    }

    private static Found found(TableRef ref, @Nullable Stored stored, boolean consistent) {
        Item item = stored == null ? null : Item.wrap(stored.value().array());
        Units units = Units.reading(item == null ? 0 : item.sizeBytes(), consistent);
        return new Found(item, ConsumedCapacity.onTable(ref, units));
    }

    @Override
    public Written write(TableRef ref, ItemWrite write) {
        return writer.apply(ref, write);
    }

    /**
     * Removes an item because its time has come; as {@link #write}, but that the change record says
     * that the database did it.
     */
    public Written expire(TableRef ref, Item key, Condition expired) {
        return writer.apply(ref, new ItemWrite.Remove(key, expired), Origin.EXPIRY);
    }

    @Override
    public List<Written> writeAll(TableRef ref, List<ItemWrite> writes) {
        return writer.applyAll(ref, writes);
    }

    @Override
    public void requireWritable(TableRef ref, ItemWrite write) {
        Table table = tables.require(ref);
        switch (write) {
            case ItemWrite.Put(var item, _) -> KeyRules.requireItem(table, item);
            case ItemWrite.Remove(var key, _) -> KeyRules.requireKey(table.definition(), key);
            case ItemWrite.Change(var key, _, _) -> KeyRules.requireKey(table.definition(), key);
            case ItemWrite.Check(var key, _) -> KeyRules.requireKey(table.definition(), key);
        }
    }
}
