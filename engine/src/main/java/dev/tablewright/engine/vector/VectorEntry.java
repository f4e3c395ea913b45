package dev.tablewright.engine.vector;

import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What a vector index holds of one item.
 *
 * <pre>
 * attributes   an item: the table's key, and what a search may select by
 * vector       one little-endian 32-bit float for each dimension
 * </pre>
 *
 * @param projectedBytes size of what the index projects, as DynamoDB counts it
 */
public record VectorEntry(Key key, Bytes value, long projectedBytes) {
    /** Returns what {@code index} holds of {@code item}, or null when it does not belong there. */
    public static @Nullable VectorEntry of(
            Table table, VectorIndexState index, @Nullable Item item) {
        if (item == null || !VectorRules.belongsInto(table, index, item)) {
            return null;
        }
        VectorIndexDefinition definition = index.definition();
        float[] vector = Vectors.find(item, definition);
        if (vector == null) {
            return null;
        }
        Set<String> kept = new HashSet<>(table.definition().key().attributes());
        kept.addAll(definition.searchable());
        byte[] attributes = item.only(kept).encoded();
        byte[] value = Arrays.copyOf(attributes, attributes.length + Vectors.bytes(vector.length));
        Vectors.write(vector, value, attributes.length);
        return new VectorEntry(
                ItemKeys.vector(table, index, item),
                Bytes.wrap(value),
                projected(table, definition, item).sizeBytes());
    }

    /** Returns those attributes of an item that a search of the index answers with. */
    static Item projected(Table table, VectorIndexDefinition index, Item item) {
        return switch (index.projection().type()) {
            case ALL -> item;
            case KEYS_ONLY, INCLUDE -> item.only(index.projected(table.definition().key()));
        };
    }

    /** Returns the attributes of a stored entry. */
    static Item attributes(byte[] value, int dimensions) {
        return Item.wrap(Arrays.copyOf(value, vectorAt(value, dimensions)));
    }

    /** Where the vector of a stored entry begins. */
    static int vectorAt(byte[] value, int dimensions) {
        return value.length - Vectors.bytes(dimensions);
    }

    /** Returns what puts the entry into its index. */
    public Write put() {
        return new Write.Put(key, value);
    }
}
