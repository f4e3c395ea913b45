package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.QuotaValues;

import java.util.List;

/**
 * What an environment may use up.
 *
 * @param prefixes of the names of its tables; a whole name is a prefix too
 */
public record DesiredQuota(List<String> prefixes, QuotaValues limits) {
    /** Copies the list. */
    public DesiredQuota {
        prefixes = List.copyOf(prefixes);
    }
}
