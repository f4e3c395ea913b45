package dev.tablewright.engine.vector;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A SearchVectors, decoded.
 *
 * @param vector as many numbers as the index has dimensions
 * @param most how many items to find, at least 1
 * @param equal the values that attributes of the search schema must have, in the order written
 * @param projection null for everything that the index projects
 */
public record SearchRequest(
        TableRef table,
        String index,
        List<AttributeValue> vector,
        int most,
        Map<String, AttributeValue> equal,
        @Nullable Projection projection) {
    /** Copies the collections; keeps the order of the values. */
    public SearchRequest {
        vector = List.copyOf(vector);
        equal = Collections.unmodifiableMap(new LinkedHashMap<>(equal));
    }
}
