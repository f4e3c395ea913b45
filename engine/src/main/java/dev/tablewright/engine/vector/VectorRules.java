package dev.tablewright.engine.vector;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What attributes of vector indexes have to be. An item need not have them, but what it has must
 * fit. That DynamoDB refuses a vector of the wrong length follows from its rule that all indexes on
 * one attribute have the same number of dimensions; the texts are ours.
 */
public final class VectorRules {
    private static final int MAX_HASH_BYTES = 2048;
    private static final String INVALID = "One or more parameter values were invalid: ";

    private VectorRules() {}

    /** Whether writes keep {@code index} up to date; one that is being removed is left behind. */
    public static boolean isMaintained(VectorIndexState index) {
        return index.status() != IndexStatus.DELETING;
    }

    /** Requires that an item to be stored fits the table's vector indexes. */
    public static void requireItem(Table table, Item item) {
        for (VectorIndexState index : table.vectorIndexes()) {
            if (isMaintained(index)) {
                require(table, index.definition(), item, null);
            }
        }
    }

    /** Requires that those attributes of an item that an update changed fit the vector indexes. */
    public static void requireUpdated(Table table, Item after, Set<String> targets) {
        for (VectorIndexState index : table.vectorIndexes()) {
            if (isMaintained(index)) {
                require(table, index.definition(), after, targets);
            }
        }
    }

    private static void require(
            Table table, VectorIndexDefinition index, Item item, @Nullable Set<String> only) {
        if ((only == null || only.contains(index.vector()))
                && item.has(index.vector())
                && Vectors.find(item, index) == null) {
            throw new ValidationException(
                    INVALID
                            + "Type mismatch for vector attribute "
                            + index.vector()
                            + " Expected: L of "
                            + index.dimensions()
                            + " numbers in the range of a 32-bit float IndexName: "
                            + index.name());
        }
        for (String attribute : index.searchable()) {
            AttributeValue value =
                    only == null || only.contains(attribute) ? item.get(attribute) : null;
            if (value != null) {
                requireSearchable(table, index, attribute, value);
            }
        }
    }

    private static void requireSearchable(
            Table table, VectorIndexDefinition index, String attribute, AttributeValue value) {
        if (!hasType(table, attribute, value)) {
            throw new ValidationException(
                    INVALID
                            + "Type mismatch for Index Key "
                            + attribute
                            + " Expected: "
                            + table.definition().attributes().get(attribute)
                            + " Actual: "
                            + value.type()
                            + " IndexName: "
                            + index.name());
        }
        if (!attribute.equals(index.hash())) {
            return;
        }
        if (bytes(value) == 0) {
            throw new ValidationException(
                    "One or more parameter values are not valid. A value specified for a secondary"
                            + " index key is not supported. The AttributeValue for a key attribute"
                            + " cannot contain an empty "
                            + (value instanceof AttributeValue.B ? "binary" : "string")
                            + " value. IndexName: "
                            + index.name()
                            + ", IndexKey: "
                            + attribute);
        }
        if (bytes(value) > MAX_HASH_BYTES) {
            throw new ValidationException(
                    INVALID
                            + "Size of hashkey has exceeded the maximum size limit of"
                            + MAX_HASH_BYTES
                            + " bytes");
        }
    }

    /** Whether a value may be there: of an attribute that is not defined, anything may. */
    static boolean hasType(Table table, String attribute, AttributeValue value) {
        KeyType type = table.definition().attributes().get(attribute);
        return type == null || value.type().equals(type.name());
    }

    private static int bytes(AttributeValue value) {
        return value instanceof AttributeValue.N ? 1 : value.sizeBytes();
    }

    /**
     * Whether an item belongs into an index as far as its partition key says: it has a legal one.
     * Items stored before the index was made may have anything there; they are left out.
     */
    static boolean belongsInto(Table table, VectorIndexState index, Item item) {
        String hash = index.definition().hash();
        if (hash == null) {
            return true;
        }
        AttributeValue value = item.get(hash);
        return value != null
                && hasType(table, hash, value)
                && bytes(value) > 0
                && bytes(value) <= MAX_HASH_BYTES;
    }
}
