package dev.tablewright.engine.item;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.ReadView.Range;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of the item collections that one commit touches: all items with one partition key, and
 * their entries in local indexes. Tables without local indexes have none.
 *
 * <p>A size is the sum of a few counters, which are written in the same commit as the items. A
 * writer depends only on the counter that it writes, so the sum may be a moment old when others
 * write to the same collection; the counters themselves are exact.
 */
final class CollectionSizes {
    private final ReadView view;
    private final Map<Range, Long> sizes = new HashMap<>();
    private final Map<Key, Stored> counters = new HashMap<>();
    private final Map<Key, Long> growths = new LinkedHashMap<>();

    CollectionSizes(ReadView view) {
        this.view = view;
    }

    /** Takes up what {@code plan} adds to its collection. */
    void add(PlannedWrite plan) {
        IndexState local = localIndex(plan.table());
        if (local == null) {
            return;
        }
        Range collection = ItemKeys.counters(plan.table(), local, plan.key());
        Long size = sizes.get(collection);
        sizes.put(collection, (size == null ? read(collection) : size) + plan.growth());
        if (plan.growth() != 0) {
            growths.merge(
                    ItemKeys.counter(plan.table(), local, plan.key()), plan.growth(), Long::sum);
        }
    }

    /** Whether the table of {@code plan} has collections. */
    static boolean counts(PlannedWrite plan) {
        return localIndex(plan.table()) != null;
    }

    /** Returns the size after all plans that were added, in bytes; 0 without collections. */
    long size(PlannedWrite plan) {
        IndexState local = localIndex(plan.table());
        return local == null
                ? 0
                : sizes.getOrDefault(ItemKeys.counters(plan.table(), local, plan.key()), 0L);
    }

    /** Adds what has to be committed to keep the counters. */
    void commitTo(List<Check> checks, List<Write> writes) {
        growths.forEach(
                (counter, growth) -> {
                    if (growth == 0) {
                        return;
                    }
                    Stored stored = counters.get(counter);
                    long count = growth + (stored == null ? 0 : decode(stored));
                    checks.add(Check.unchanged(counter, stored));
                    writes.add(
                            count == 0
                                    ? new Write.Delete(counter)
                                    : new Write.Put(counter, encode(count)));
                });
    }

    private long read(Range collection) {
        long size = 0;
        try (Cursor cursor = view.range(collection)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                counters.put(entry.key(), entry.stored());
                size += decode(entry.stored());
            }
        }
        return size;
    }

    /** Local indexes are fixed when the table is made, so the first one always is the same. */
    private static @Nullable IndexState localIndex(Table table) {
        for (IndexState index : table.indexes()) {
            if (index.definition().kind() == Kind.LOCAL) {
                return index;
            }
        }
        return null;
    }

    private static Bytes encode(long count) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }

    private static long decode(Stored stored) {
        return ByteBuffer.wrap(stored.value().array()).getLong();
    }
}
