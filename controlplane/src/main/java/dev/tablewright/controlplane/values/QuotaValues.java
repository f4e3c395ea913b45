package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

/**
 * What an environment may use up. What is null is not limited.
 *
 * @param tables most tables
 * @param controlPlane most tables being made, changed or deleted at one moment
 * @param storedBytes of items and index entries
 * @param readUnits a second
 * @param writeUnits a second
 */
public record QuotaValues(
        @Nullable Long tables,
        @Nullable Long controlPlane,
        @Nullable Long storedBytes,
        @Nullable Long readUnits,
        @Nullable Long writeUnits) {}
