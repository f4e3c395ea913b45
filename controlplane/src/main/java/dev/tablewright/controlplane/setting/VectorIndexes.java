package dev.tablewright.controlplane.setting;

import dev.tablewright.model.KeyType;
import dev.tablewright.model.VectorIndexDefinition;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The vector indexes of a table.
 *
 * @param attributes types of the table's declared attributes; those that a search may select by are
 *     told with a new index
 */
public record VectorIndexes(List<VectorIndexDefinition> indexes, Map<String, KeyType> attributes) {
    /** None. */
    public static final VectorIndexes NONE = new VectorIndexes(List.of(), Map.of());

    /** Copies both, in order; keeps only types that the indexes have to do with. */
    public VectorIndexes {
        indexes = List.copyOf(indexes);
        Map<String, KeyType> used = new LinkedHashMap<>(attributes);
        used.keySet()
                .retainAll(
                        indexes.stream()
                                .flatMap(index -> index.searchable().stream())
                                .collect(Collectors.toSet()));
        attributes = Collections.unmodifiableMap(used);
    }

    @Nullable VectorIndexDefinition find(String name) {
        return indexes.stream().filter(index -> index.name().equals(name)).findFirst().orElse(null);
    }

    /** Whether there is an index like {@code index}, the order of names left aside. */
    boolean has(VectorIndexDefinition index) {
        VectorIndexDefinition there = find(index.name());
        return there != null
                && there.vector().equals(index.vector())
                && there.dimensions() == index.dimensions()
                && there.distance() == index.distance()
                && new HashSet<>(there.schema()).equals(new HashSet<>(index.schema()))
                && there.projection().type() == index.projection().type()
                && new HashSet<>(there.projection().nonKeyAttributes())
                        .equals(new HashSet<>(index.projection().nonKeyAttributes()));
    }

    /** Returns the indexes that {@code others} does not have, or has otherwise. */
    List<VectorIndexDefinition> without(VectorIndexes others) {
        return indexes.stream().filter(index -> !others.has(index)).toList();
    }

    VectorIndexes withIndexes(List<VectorIndexDefinition> some) {
        return new VectorIndexes(some, attributes);
    }

    /**
     * Returns how many attributes they count for among those that the indexes of a table may
     * project: the vector, the filters and what is named.
     */
    public int projected() {
        return indexes.stream()
                .mapToInt(
                        index ->
                                1
                                        + index.schema().size()
                                        - (index.hash() == null ? 0 : 1)
                                        + index.projection().nonKeyAttributes().size())
                .sum();
    }
}
