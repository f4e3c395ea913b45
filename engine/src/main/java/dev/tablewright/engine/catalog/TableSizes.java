package dev.tablewright.engine.catalog;

import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many items there are in each table and index, and how large they are together.
 *
 * <p>As with DynamoDB, the numbers are some time old: they are counted in the background, round
 * after round, and never move with a single write. So they cost writers nothing, and a crash cannot
 * make them drift.
 */
public final class TableSizes {
    private final StorageEngine storage;
    private final Catalog catalog;
    private final int chunk;
    private final Map<Long, Size> sizes = new ConcurrentHashMap<>();
    private final Map<Long, Size> counted = new HashMap<>();
    private final Rounds<Key> rounds = new Rounds<>();

    /**
     * Counts what is in {@code storage}.
     *
     * @param chunk most entries to look at in one step
     */
    public TableSizes(StorageEngine storage, Catalog catalog, int chunk) {
        this.storage = storage;
        this.catalog = catalog;
        this.chunk = chunk;
    }

    /**
     * What was found in the last complete round.
     *
     * @param bytes as DynamoDB counts the size of items: names and values
     */
    public record Size(long items, long bytes) {
        static final Size NONE = new Size(0, 0);

        /**
         * The space of a local index also holds counters, which are no items.
         *
         * @param vectorBytes of the vector behind the item of each entry
         */
        private Size plus(Entry entry, boolean index, int vectorBytes) {
            if (index && !ItemKeys.isEntry(entry.key())) {
                return this;
            }
            int size = Item.wrap(entry.stored().value().array()).sizeBytes();
            return new Size(items + 1, bytes + size + vectorBytes);
        }
    }

    /** Returns the size of the table or index at {@code space}; zero until it was first counted. */
    public Size of(long space) {
        return sizes.getOrDefault(space, Size.NONE);
    }

    /**
     * Counts the next chunk of every table and index whose turn it is. For one thread at a time.
     *
     * @return whether there is more to count at once
     */
    public boolean runOnce(Instant now) {
        if (!rounds.open(now)) {
            return false;
        }
        Set<Long> indexes = new HashSet<>();
        Map<Long, Integer> vectors = new HashMap<>();
        Set<Long> spaces = new HashSet<>();
        for (Table table : catalog.tables()) {
            spaces.add(table.space());
            table.indexes().forEach(index -> indexes.add(index.space()));
            for (VectorIndexState index : table.vectorIndexes()) {
                indexes.add(index.space());
                vectors.put(index.space(), index.definition().dimensions() * Float.BYTES);
            }
        }
        spaces.addAll(indexes);
        sizes.keySet().retainAll(spaces);
        counted.keySet().retainAll(spaces);
        rounds.keepOnly(spaces);
        boolean more = false;
        for (long space : spaces) {
            if (rounds.due(space, now)) {
                more |= count(space, indexes.contains(space), vectors.getOrDefault(space, 0), now);
            }
        }
        return rounds.close(more, now);
    }

    private boolean count(long space, boolean index, int vectorBytes, Instant now) {
        Size size = counted.getOrDefault(space, Size.NONE);
        int looked = 0;
        Key last = rounds.position(space);
        boolean done = false;
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, last)) {
            while (looked < chunk && !done) {
                @Nullable Entry entry = cursor.next();
                done = entry == null;
                if (entry != null) {
                    size = size.plus(entry, index, vectorBytes);
                    last = entry.key();
                    looked++;
                }
            }
        }
        if (done) {
            sizes.put(space, size);
            counted.remove(space);
        } else {
            counted.put(space, size);
        }
        return rounds.advance(space, looked, done ? null : last, now);
    }
}
