package dev.tablewright.controlplane.values;

import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One entry of {@code localSecondaryIndex} or {@code globalSecondaryIndex}.
 *
 * @param path where it stands
 * @param hash its partition key: one to four attributes; none for a local index, which shares the
 *     table's
 * @param range its sort key: none to four attributes
 * @param capacity of a global index of a provisioned table; else null
 */
public record IndexValues(
        String path,
        String name,
        List<KeyUse> hash,
        List<KeyUse> range,
        IndexProjection projection,
        @Nullable Throughput capacity) {
    /** Copies the lists. */
    public IndexValues {
        hash = List.copyOf(hash);
        range = List.copyOf(range);
    }
}
