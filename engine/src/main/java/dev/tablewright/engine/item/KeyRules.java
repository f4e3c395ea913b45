package dev.tablewright.engine.item;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.vector.VectorRules;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.Item;
import dev.tablewright.model.ItemDecoder;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What key attributes have to be: there, of the declared type, not empty, not too long. Texts are
 * DynamoDB's.
 */
public final class KeyRules {
    /** Most bytes of all partition key values together. */
    public static final int MAX_HASH_BYTES = 2048;

    /** Most bytes of all sort key values together. */
    public static final int MAX_RANGE_BYTES = 1024;

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NOT_VALID = "One or more parameter values are not valid. ";

    private KeyRules() {}

    /** Requires that {@code key} is exactly the table's key. */
    public static void requireKey(TableDefinition table, Item key) {
        if (count(key) != table.key().hash().size() + table.key().range().size()) {
            throw keyMismatch();
        }
        requireKeyValues(table, table.key(), key);
    }

    private static int count(Item item) {
        int count = 0;
        for (ItemDecoder attributes = new ItemDecoder(item.encoded()); attributes.nextEntry(); ) {
            count++;
        }
        return count;
    }

    /** Requires that {@code key} holds a legal value for each attribute of {@code schema}. */
    public static void requireKeyValues(TableDefinition table, KeySchema schema, Item key) {
        requireSizes(
                requireKeyValues(table, schema.hash(), key),
                requireKeyValues(table, schema.range(), key));
    }

    /** As {@link #requireKeyValues(TableDefinition, KeySchema, Item)}, for the partition key. */
    public static void requireHashValues(TableDefinition table, KeySchema schema, Item key) {
        requireSizes(requireKeyValues(table, schema.hash(), key), 0);
    }

    /** As {@link #requireKeyValues(TableDefinition, KeySchema, Item)}, for the sort key. */
    public static void requireRangeValues(TableDefinition table, KeySchema schema, Item key) {
        requireSizes(0, requireKeyValues(table, schema.range(), key));
    }

    /** Returns the bytes of all values together. */
    private static int requireKeyValues(TableDefinition table, List<String> attributes, Item key) {
        int bytes = 0;
        for (String attribute : attributes) {
            AttributeValue value = key.get(attribute);
            if (value == null || !hasType(value, type(table, attribute))) {
                throw keyMismatch();
            }
            requireNotEmpty(attribute, value);
            bytes += keyBytes(value);
        }
        return bytes;
    }

    /** Requires that an item to be stored has the table's key and fits the table's indexes. */
    static void requireItem(Table table, Item item) {
        TableDefinition definition = table.definition();
        for (String attribute : definition.key().hash()) {
            requireItemKey(definition, attribute, item.get(attribute));
        }
        for (String attribute : definition.key().range()) {
            requireItemKey(definition, attribute, item.get(attribute));
        }
        requireSizes(definition.key(), item);
        requireIndexKeys(table, item);
        VectorRules.requireItem(table, item);
    }

    private static void requireItemKey(
            TableDefinition table, String attribute, @Nullable AttributeValue value) {
        if (value == null) {
            throw new ValidationException(
                    INVALID + "Missing the key " + attribute + " in the item");
        }
        KeyType type = type(table, attribute);
        if (!hasType(value, type)) {
            throw new ValidationException(
                    INVALID
                            + "Type mismatch for key "
                            + attribute
                            + " expected: "
                            + type
                            + " actual: "
                            + value.type());
        }
        requireNotEmpty(attribute, value);
    }

    /** Global indexes are looked at first, as DynamoDB does. */
    private static void requireIndexKeys(Table table, Item item) {
        for (Kind kind : List.of(Kind.GLOBAL, Kind.LOCAL)) {
            for (IndexState index : table.indexes()) {
                if (index.definition().kind() == kind && isMaintained(index)) {
                    requireIndexKeys(table.definition(), index, item);
                }
            }
        }
    }

    private static void requireIndexKeys(TableDefinition table, IndexState index, Item item) {
        KeySchema schema = index.definition().key();
        for (String attribute : schema.attributes()) {
            AttributeValue value = item.get(attribute);
            if (value == null) {
                continue;
            }
            requireIndexType(table, index, attribute, value);
            if (isEmpty(value)) {
                throw new ValidationException(
                        emptyIndexKey(value, index.definition().name(), attribute));
            }
        }
        requireIndexSizes(index.definition(), item);
    }

    private static void requireIndexType(
            TableDefinition table, IndexState index, String attribute, AttributeValue value) {
        KeyType type = type(table, attribute);
        if (!hasType(value, type)) {
            throw new ValidationException(
                    INVALID
                            + "Type mismatch for Index Key "
                            + attribute
                            + " Expected: "
                            + type
                            + " Actual: "
                            + value.type()
                            + " IndexName: "
                            + index.definition().name());
        }
    }

    /** Requires that an update leaves the table's key alone. */
    static void requireUpdatable(Table table, Set<String> targets) {
        for (String attribute : table.definition().key().attributes()) {
            if (targets.contains(attribute)) {
                throw new ValidationException(
                        INVALID
                                + "Cannot update attribute "
                                + attribute
                                + ". This attribute is part of the key");
            }
        }
    }

    /**
     * Requires that no path leads into a key attribute of the table or of one of its indexes.
     *
     * @param nested the attributes that paths of an expression lead into
     */
    public static void requireScalarKeys(Table table, Set<String> nested) {
        if (nested.isEmpty()) {
            return;
        }
        requireScalarKeys(table.definition().key(), nested, "Key: ");
        for (Kind kind : List.of(Kind.GLOBAL, Kind.LOCAL)) {
            for (IndexState index : table.indexes()) {
                if (index.definition().kind() == kind) {
                    requireScalarKeys(index.definition().key(), nested, "IndexKey: ");
                }
            }
        }
    }

    private static void requireScalarKeys(KeySchema schema, Set<String> nested, String what) {
        for (String attribute : schema.attributes()) {
            if (nested.contains(attribute)) {
                throw new ValidationException(
                        "Key attributes must be scalars; list random access '[]' and map lookup"
                                + " '.' are not allowed: "
                                + what
                                + attribute);
            }
        }
    }

    /** Whether a change of {@code targets} can move an item within an index. */
    static boolean touchesIndexKeys(Table table, Set<String> targets) {
        for (IndexState index : table.indexes()) {
            for (String attribute : index.definition().key().attributes()) {
                if (targets.contains(attribute) && isMaintained(index)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the new values of an update come from: the texts differ. */
    enum Values {
        /** The values of an update expression. */
        OF_EXPRESSION,
        /** The values of AttributeUpdates. */
        OF_ATTRIBUTE_UPDATES,
        /** Other attributes of the item; DynamoDB then names neither attribute nor index. */
        OF_ITEM
    }

    /** Requires that the changed attributes among the index keys are legal. */
    static void requireUpdatedIndexKeys(
            Table table, Item after, Set<String> targets, Values values) {
        for (Kind kind : List.of(Kind.GLOBAL, Kind.LOCAL)) {
            for (IndexState index : table.indexes()) {
                if (index.definition().kind() == kind && isMaintained(index)) {
                    requireUpdatedIndexKeys(table.definition(), index, after, targets, values);
                }
            }
        }
        if (values == Values.OF_ITEM) {
            VectorRules.requireUpdated(table, after, targets);
        }
    }

    private static void requireUpdatedIndexKeys(
            TableDefinition table,
            IndexState index,
            Item after,
            Set<String> targets,
            Values values) {
        KeySchema schema = index.definition().key();
        for (String attribute : schema.attributes()) {
            AttributeValue value = targets.contains(attribute) ? after.get(attribute) : null;
            if (value == null) {
                continue;
            }
            if (values != Values.OF_ITEM) {
                requireIndexType(table, index, attribute, value);
            } else if (!hasType(value, type(table, attribute))) {
                throw new ValidationException(
                        "The update expression attempted to update the secondary index key to"
                                + " unsupported type");
            }
            if (isEmpty(value) && values == Values.OF_ATTRIBUTE_UPDATES) {
                throw new ValidationException(
                        emptyIndexKey(value, index.definition().name(), attribute));
            }
            if (isEmpty(value)) {
                throw new ValidationException(
                        NOT_VALID
                                + "The update expression attempted to update a secondary index key"
                                + " to a value that is not supported. "
                                + emptyText(value));
            }
            requireIndexSizes(index.definition(), after);
        }
    }

    /**
     * Whether an item belongs into an index: it has all key attributes, and each is legal. Items
     * stored before the index was made may have anything there; they are left out.
     */
    public static boolean belongsInto(Table table, IndexState index, Item item) {
        return fits(table.definition(), index.definition().key(), item)
                && keyBytes(index.definition().key().hash(), item) <= MAX_HASH_BYTES
                && keyBytes(index.definition().key().range(), item) <= MAX_RANGE_BYTES;
    }

    private static boolean fits(TableDefinition table, KeySchema schema, Item item) {
        return fits(table, schema.hash(), item) && fits(table, schema.range(), item);
    }

    private static boolean fits(TableDefinition table, List<String> attributes, Item item) {
        for (String attribute : attributes) {
            AttributeValue value = item.get(attribute);
            if (value == null || !hasType(value, type(table, attribute)) || isEmpty(value)) {
                return false;
            }
        }
        return true;
    }

    /** Whether writes keep {@code index} up to date; one that is being removed is left behind. */
    public static boolean isMaintained(IndexState index) {
        return index.status() != IndexStatus.DELETING;
    }

    /**
     * Requires that a value that a query compares a key attribute with could be stored there.
     *
     * @param index null for the table's own key
     */
    public static void requireNotEmptyOperand(
            @Nullable String index, String attribute, AttributeValue value) {
        if (index == null) {
            requireNotEmpty(attribute, value);
        } else if (isEmpty(value)) {
            throw new ValidationException(emptyIndexKey(value, index, attribute));
        }
    }

    private static void requireNotEmpty(String attribute, AttributeValue value) {
        if (isEmpty(value)) {
            throw new ValidationException(NOT_VALID + emptyText(value) + " Key: " + attribute);
        }
    }

    private static String emptyIndexKey(AttributeValue value, String index, String attribute) {
        return NOT_VALID
                + "A value specified for a secondary index key is not supported. "
                + emptyText(value)
                + " IndexName: "
                + index
                + ", IndexKey: "
                + attribute;
    }

    private static String emptyText(AttributeValue value) {
        String kind = value instanceof AttributeValue.B ? "binary" : "string";
        return "The AttributeValue for a key attribute cannot contain an empty " + kind + " value.";
    }

    private static void requireSizes(KeySchema schema, Item item) {
        requireSizes(keyBytes(schema.hash(), item), keyBytes(schema.range(), item));
    }

    /** Requires that no value of an index's key is too long, nor all of a role together. */
    private static void requireIndexSizes(IndexDefinition index, Item item) {
        KeySchema schema = index.key();
        for (String attribute : schema.hash()) {
            requireSizes(keyBytes(List.of(attribute), item), 0);
        }
        for (String attribute : schema.range()) {
            requireSizes(0, keyBytes(List.of(attribute), item));
        }
        requireTogether(index, "HASH", schema.hash(), item, MAX_HASH_BYTES);
        requireTogether(index, "RANGE", schema.range(), item, MAX_RANGE_BYTES);
    }

    private static void requireTogether(
            IndexDefinition index, String role, List<String> attributes, Item item, int most) {
        if (attributes.size() < 2) {
            return;
        }
        int bytes = keyBytes(attributes, item);
        if (bytes > most) {
            throw new ValidationException(
                    "Aggregate size for "
                            + role
                            + " key attributes "
                            + String.join(", ", attributes.stream().filter(item::has).toList())
                            + " of index "
                            + index.name()
                            + " has exceeded limit "
                            + most
                            + " bytes, with actual size "
                            + bytes
                            + " bytes");
        }
    }

    private static void requireSizes(int hashBytes, int rangeBytes) {
        if (hashBytes > MAX_HASH_BYTES) {
            // The missing blank is DynamoDB's.
            throw new ValidationException(
                    INVALID
                            + "Size of hashkey has exceeded the maximum size limit of"
                            + MAX_HASH_BYTES
                            + " bytes");
        }
        if (rangeBytes > MAX_RANGE_BYTES) {
            throw rangeTooLarge();
        }
    }

    /** What is said of sort key values that are too long. */
    public static ValidationException rangeTooLarge() {
        return new ValidationException(
                INVALID
                        + "Aggregated size of all range keys has exceeded the size limit of "
                        + MAX_RANGE_BYTES
                        + " bytes");
    }

    private static int keyBytes(List<String> attributes, Item item) {
        int bytes = 0;
        for (String attribute : attributes) {
            AttributeValue value = item.get(attribute);
            bytes += value == null ? 0 : keyBytes(value);
        }
        return bytes;
    }

    /** Counts what is limited; a number alone is never too long, but counts beside others. */
    public static int keyBytes(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S _, AttributeValue.B _, AttributeValue.N _ -> value.sizeBytes();
            default -> 0;
        };
    }

    private static boolean isEmpty(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) -> text.isEmpty();
            case AttributeValue.B(var bytes) -> bytes.length() == 0;
            default -> false;
        };
    }

    /** The declared type of a key attribute. */
    public static KeyType type(TableDefinition table, String attribute) {
        return Objects.requireNonNull(table.attributes().get(attribute), attribute);
    }

    /** Whether a value has the type that a key attribute is declared with. */
    public static boolean hasType(AttributeValue value, KeyType type) {
        return switch (type) {
            case S -> value instanceof AttributeValue.S;
            case N -> value instanceof AttributeValue.N;
            case B -> value instanceof AttributeValue.B;
        };
    }

    /** What is said of a key that is not one of the table's. */
    public static ValidationException keyMismatch() {
        return new ValidationException("The provided key element does not match the schema");
    }
}
