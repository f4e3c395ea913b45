package dev.tablewright.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a table: keys, attributes and indexes. Checked against DynamoDB's rules before it is
 * made.
 *
 * @param attributes type of each key attribute of the table and its indexes, in declared order
 * @param indexes local indexes first, then global ones, each in declared order
 */
public record TableDefinition(
        KeySchema key, Map<String, KeyType> attributes, List<IndexDefinition> indexes) {
    /** Copies the collections; keeps the order of attributes. */
    public TableDefinition {
        attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        indexes = List.copyOf(indexes);
    }

    /** Finds an index by name. */
    public Optional<IndexDefinition> index(String name) {
        return indexes.stream().filter(index -> index.name().equals(name)).findFirst();
    }
}
