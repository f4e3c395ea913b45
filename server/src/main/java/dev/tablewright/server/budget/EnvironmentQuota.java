package dev.tablewright.server.budget;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The limits of one environment; null is none.
 *
 * @param account 12 digits
 * @param prefixes how the names of its tables begin; where several environments fit a name, the
 *     longest prefix counts
 * @param tables most tables at a time, in all regions together
 * @param controlPlaneOperations most tables that are being created, changed or deleted at a time
 * @param storedBytes of items and index entries, as they are counted in the background: writers can
 *     pass the limit for some seconds
 * @param readUnits a second
 * @param writeUnits a second
 */
public record EnvironmentQuota(
        String account,
        String environment,
        List<String> prefixes,
        @Nullable Long tables,
        @Nullable Long controlPlaneOperations,
        @Nullable Long storedBytes,
        @Nullable Long readUnits,
        @Nullable Long writeUnits) {
    /** Copies the list. */
    public EnvironmentQuota {
        prefixes = List.copyOf(prefixes);
    }
}
