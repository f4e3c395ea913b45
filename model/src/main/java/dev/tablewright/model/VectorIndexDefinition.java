package dev.tablewright.model;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A vector index as declared: it finds the items whose vector is most like a given one.
 *
 * @param vector the attribute that holds the vectors, as lists of numbers
 * @param dimensions how many numbers a vector has, 1 to {@link #MAX_DIMENSIONS}
 * @param schema what a search may select by, in declared order
 */
public record VectorIndexDefinition(
        String name,
        String vector,
        int dimensions,
        DistanceFunction distance,
        List<SearchAttribute> schema,
        IndexProjection projection) {
    /** Most numbers in a vector. */
    public static final int MAX_DIMENSIONS = 4096;

    /** Copies the list. */
    public VectorIndexDefinition {
        schema = List.copyOf(schema);
    }

    /** An attribute that a search may select by. */
    public record SearchAttribute(String name, Role role) {
        /** DynamoDB's SearchSchemaElementType. */
        public enum Role {
            /** The partition key of the index: every search names its value. */
            HASH,
            /** A search may name its value. */
            INLINE_FILTER
        }
    }

    /** Returns the partition key of the index, or null. */
    public @Nullable String hash() {
        for (SearchAttribute attribute : schema) {
            if (attribute.role() == SearchAttribute.Role.HASH) {
                return attribute.name();
            }
        }
        return null;
    }

    /** Returns the names of all that a search may select by. */
    public List<String> searchable() {
        return schema.stream().map(SearchAttribute::name).toList();
    }

    /**
     * Returns the attributes that a search can answer with, where it cannot answer with all.
     *
     * @param key the table's
     */
    public Set<String> projected(KeySchema key) {
        Set<String> names = new LinkedHashSet<>(key.attributes());
        names.addAll(searchable());
        names.add(vector);
        names.addAll(projection.nonKeyAttributes());
        return names;
    }
}
