package dev.tablewright.engine.catalog;

import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A secondary index as a request asks for it: not yet checked.
 *
 * @param projection null where the request left its type out; no attributes means that none were
 *     named
 * @param throughput null where the request left it out; never of a local index
 */
public record IndexDeclaration(
        String name,
        List<KeyElement> key,
        @Nullable IndexProjection projection,
        @Nullable Throughput throughput,
        @Nullable OnDemandLimit onDemandLimit,
        @Nullable WarmThroughput warmThroughput) {
    /** Copies the list. */
    public IndexDeclaration {
        key = List.copyOf(key);
    }

    /** Returns how many attributes are named besides the keys. */
    int namedAttributes() {
        return projection == null ? 0 : projection.nonKeyAttributes().size();
    }
}
