package dev.tablewright.engine.index;

import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.SecondaryIndex;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.vector.VectorEntry;
import dev.tablewright.engine.vector.VectorRules;
import dev.tablewright.engine.vector.VectorUnits;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the indexes of a table in step with its items.
 *
 * <p>An entry is a function of the item alone, so what a write does to the indexes is a function of
 * the item before and after it.
 */
public final class IndexMaintainer {
    private IndexMaintainer() {}

    /**
     * What a change of one item does to the indexes.
     *
     * @param onLocal write units by index name; only indexes that change
     * @param onGlobal likewise
     * @param onVectors billed bytes by name of vector index; only indexes that change
     * @param localGrowth bytes by which the entries of local indexes grow
     */
    public record Changes(
            List<Write> writes,
            Map<String, Units> onLocal,
            Map<String, Units> onGlobal,
            Map<String, Long> onVectors,
            long localGrowth) {
        private static final Changes NONE = new Changes(List.of(), Map.of(), Map.of(), Map.of(), 0);
    }

    /** Derives what has to be written when an item changes from {@code before} to {@code after}. */
    public static Changes update(Table table, @Nullable Item before, @Nullable Item after) {
        if (table.indexes().isEmpty() && table.vectorIndexes().isEmpty()) {
            return Changes.NONE;
        }
        List<Write> writes = new ArrayList<>();
        Map<String, Units> onLocal = new TreeMap<>();
        Map<String, Units> onGlobal = new TreeMap<>();
        long localGrowth = 0;
        for (IndexState index : table.indexes()) {
            if (!KeyRules.isMaintained(index)) {
                continue;
            }
            Entry old = entry(table, index, before);
            Entry now = entry(table, index, after);
            Units units = write(old, now, writes);
            boolean local = index.definition().kind() == Kind.LOCAL;
            if (units.write() > 0) {
                (local ? onLocal : onGlobal).put(index.definition().name(), units);
            }
            if (local) {
                localGrowth += bytes(now) - bytes(old);
            }
        }
        Map<String, Long> onVectors = updateVectors(table, before, after, writes);
        return new Changes(writes, onLocal, onGlobal, onVectors, localGrowth);
    }

    private static Units write(@Nullable Entry old, @Nullable Entry now, List<Write> writes) {
        if (old != null && now != null && old.key().equals(now.key())) {
            if (old.projected().equals(now.projected())) {
                return Units.NONE;
            }
            writes.add(now.put());
            return Units.writing(Math.max(bytes(old), bytes(now)));
        }
        Units units = Units.NONE;
        if (old != null) {
            writes.add(new Write.Delete(old.key()));
            units = units.plus(Units.writing(bytes(old)));
        }
        if (now != null) {
            writes.add(now.put());
            units = units.plus(Units.writing(bytes(now)));
        }
        return units;
    }

    private static Map<String, Long> updateVectors(
            Table table, @Nullable Item before, @Nullable Item after, List<Write> writes) {
        if (table.vectorIndexes().isEmpty()) {
            return Map.of();
        }
        Map<String, Long> bytes = new TreeMap<>();
        for (VectorIndexState index : table.vectorIndexes()) {
            if (!VectorRules.isMaintained(index)) {
                continue;
            }
            VectorEntry old = VectorEntry.of(table, index, before);
            VectorEntry now = VectorEntry.of(table, index, after);
            if (old != null && (now == null || !now.key().equals(old.key()))) {
                writes.add(new Write.Delete(old.key()));
            }
            if (now != null && !now.equals(old)) {
                writes.add(now.put());
            }
            if (!Objects.equals(old, now)) {
                bytes.put(index.name(), VectorUnits.whole(Math.max(bytes(old), bytes(now))));
            }
        }
        return bytes;
    }

    private static long bytes(@Nullable VectorEntry entry) {
        return entry == null ? 0 : entry.projectedBytes();
    }

    /** Returns what puts {@code item} into {@code index}, or null when it does not belong there. */
    static @Nullable Write put(Table table, SecondaryIndex index, Item item) {
        return switch (index) {
            case IndexState keyed -> {
                Entry entry = entry(table, keyed, item);
                yield entry == null ? null : entry.put();
            }
            case VectorIndexState vectors -> {
                VectorEntry entry = VectorEntry.of(table, vectors, item);
                yield entry == null ? null : entry.put();
            }
        };
    }

    private record Entry(Key key, Item projected) {
        Write put() {
            return new Write.Put(key, Bytes.wrap(projected.encoded()));
        }
    }

    private static @Nullable Entry entry(Table table, IndexState index, @Nullable Item item) {
        return item == null || !KeyRules.belongsInto(table, index, item)
                ? null
                : new Entry(
                        ItemKeys.entry(table, index, item),
                        project(table.definition(), index.definition(), item));
    }

    private static long bytes(@Nullable Entry entry) {
        return entry == null ? 0 : entry.projected().sizeBytes();
    }

    private static Item project(TableDefinition table, IndexDefinition index, Item item) {
        return index.projection().type() == IndexProjection.Type.ALL
                ? item
                : item.only(projected(table, index));
    }

    /**
     * The attributes that entries of an index carry, where they do not carry all: the keys of table
     * and index, and what the index includes.
     */
    public static Set<String> projected(TableDefinition table, IndexDefinition index) {
        Set<String> names = new HashSet<>(index.projection().nonKeyAttributes());
        names.addAll(table.key().hash());
        names.addAll(table.key().range());
        names.addAll(index.key().hash());
        names.addAll(index.key().range());
        return names;
    }
}
