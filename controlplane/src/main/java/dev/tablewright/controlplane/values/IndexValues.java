package dev.tablewright.controlplane.values;

import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code localSecondaryIndex} or {@code globalSecondaryIndex}.
 *
 * @param path where it stands
 * @param hashKey null for a local index, which shares the table's
 * @param capacity of a global index of a provisioned table; else null
 */
public record IndexValues(
        String path,
        String name,
        @Nullable String hashKey,
        @Nullable String rangeKey,
        IndexProjection projection,
        @Nullable Throughput capacity) {}
