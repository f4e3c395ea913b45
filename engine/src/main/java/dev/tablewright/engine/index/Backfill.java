package dev.tablewright.engine.index;

import dev.tablewright.engine.catalog.IndexBackfill;
import dev.tablewright.engine.catalog.SecondaryIndex;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.GuardedWrites;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

/**
 * Fills a new index from the items that were there before it.
 *
 * <p>Writers maintain an index from the moment the catalog's record names it, and none commits with
 * an older record. So an item that changes under the backfill is already in the index as it should
 * be, and is left alone.
 */
public final class Backfill implements IndexBackfill {
    /**
     * A chunk ends with the entry that brings it to this many bytes, so that no writer waits long.
     */
    private static final int MAX_CHUNK_BYTES = 1 << 20;

    private final StorageEngine storage;
    private final int chunkItems;

    /**
     * Creates a backfill over {@code storage}.
     *
     * @param chunkItems most items to look at in one step
     */
    public Backfill(StorageEngine storage, int chunkItems) {
        this.storage = storage;
        this.chunkItems = chunkItems;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Items whose attributes do not fit the index's key are left out, as DynamoDB does.
     */
    @Override
    public @Nullable Key advance(Table table, SecondaryIndex index, @Nullable Key after) {
        GuardedWrites copies = new GuardedWrites();
        Key last = after;
        boolean done = false;
        try (ReadView view = storage.read();
                Cursor items = view.scan(table.space(), 0, 1, after)) {
            for (int looked = 0;
                    looked < chunkItems && copies.sizeBytes() < MAX_CHUNK_BYTES;
                    looked++) {
                Entry entry = items.next();
                if (entry == null) {
                    done = true;
                    break;
                }
                last = entry.key();
                Item item = Item.wrap(entry.stored().value().array());
                Write put = IndexMaintainer.put(table, index, item);
                if (put != null) {
                    copies.add(last, entry.stored(), put);
                }
            }
        }
        copies.commitTo(storage);
        return done ? null : last;
    }
}
