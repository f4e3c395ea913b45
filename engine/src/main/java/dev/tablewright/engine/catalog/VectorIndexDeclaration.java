package dev.tablewright.engine.catalog;

import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A vector index as a request asks for it: not yet checked.
 *
 * @param projection null where the request left its type out
 */
public record VectorIndexDeclaration(
        String name,
        String vector,
        int dimensions,
        DistanceFunction distance,
        List<SearchAttribute> schema,
        @Nullable IndexProjection projection) {
    /** Copies the list. */
    public VectorIndexDeclaration {
        schema = List.copyOf(schema);
    }

    /** Returns the names of all that a search may select by. */
    List<String> searchable() {
        return schema.stream().map(SearchAttribute::name).toList();
    }

    /** Returns how many attributes count as projected: the vector, filters, and the named ones. */
    int projectedAttributes() {
        long filters =
                schema.stream()
                        .filter(element -> element.role() == SearchAttribute.Role.INLINE_FILTER)
                        .count();
        return 1
                + Math.toIntExact(filters)
                + (projection == null ? 0 : projection.nonKeyAttributes().size());
    }

    /** Builds the index of a declaration that was checked. */
    VectorIndexDefinition definition() {
        return new VectorIndexDefinition(
                name,
                vector,
                dimensions,
                distance,
                schema,
                projection == null
                        ? new IndexProjection(IndexProjection.Type.ALL, List.of())
                        : projection);
    }
}
