package dev.tablewright.engine.index;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a new index from the items that were there before it.
 *
 * <p>Writers maintain an index from the moment the catalog's record names it, and none commits with
 * an older record. So an item that changes under the backfill is already in the index as it should
 * be, and is left alone.
 */
public final class Backfill {
    /** Most items to look at, and most bytes of entries to write, in one commit. */
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
     * Copies one chunk. Copying a chunk twice does no harm, so a backfill that was interrupted may
     * begin anew. Items whose attributes do not fit the index's key are left out, as DynamoDB does.
     *
     * @param table with {@code index} in the catalog already
     * @param after where the last chunk ended; null to start
     * @return where this chunk ended, or null when every item has been seen
     */
    public @Nullable Key advance(Table table, IndexState index, @Nullable Key after) {
        Map<Key, Copy> copies = new LinkedHashMap<>();
        Key last = after;
        boolean done = false;
        long bytes = 0;
        try (ReadView view = storage.read();
                Cursor items = view.scan(table.space(), 0, 1, after)) {
            for (int looked = 0; looked < chunkItems && bytes < MAX_CHUNK_BYTES; looked++) {
                Entry entry = items.next();
                if (entry == null) {
                    done = true;
                    break;
                }
                last = entry.key();
                Item item = Item.wrap(entry.stored().value().array());
                Write put = IndexMaintainer.put(table, index, item);
                if (put != null) {
                    bytes += put.sizeBytes();
                    copies.put(last, new Copy(Check.unchanged(last, entry.stored()), put));
                }
            }
        }
        commit(copies);
        return done ? null : last;
    }

    private record Copy(Check check, Write put) {}

    private void commit(Map<Key, Copy> copies) {
        while (!copies.isEmpty()) {
            List<Check> checks = copies.values().stream().map(Copy::check).toList();
            List<Write> puts = copies.values().stream().map(Copy::put).toList();
            switch (storage.commit(new Commit(checks, puts))) {
                case Commit.Result.Committed _ -> copies.clear();
                case Commit.Result.Conflict(var failed) -> copies.remove(failed.key());
            }
        }
    }
}
