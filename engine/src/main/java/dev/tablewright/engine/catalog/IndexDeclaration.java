package dev.tablewright.engine.catalog;

import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A secondary index as a request asks for it: not yet checked.
 *
 * @param projectionType null where the request left it out
 * @param nonKeyAttributes null where the request left them out
 * @param throughput null where the request left it out; never of a local index
 */
public record IndexDeclaration(
        String name,
        List<KeyElement> key,
        IndexProjection.@Nullable Type projectionType,
        @Nullable List<String> nonKeyAttributes,
        @Nullable Throughput throughput,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable WarmThroughput warmThroughput) {
    /** Copies the lists. */
    public IndexDeclaration {
        key = List.copyOf(key);
        nonKeyAttributes = nonKeyAttributes == null ? null : List.copyOf(nonKeyAttributes);
    }
}
