package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table that the values ask for.
 *
 * @param logicalName as in the values
 * @param adopt whether an existing table without ownership tags is taken over
 */
public record DesiredTable(
        String logicalName,
        TableAddress address,
        TableSpec spec,
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        boolean adopt) {
    /** Returns this table, taken over if it exists and is nobody's. */
    public DesiredTable adopted() {
        return new DesiredTable(
                logicalName, address, spec, managementPolicies, deletionPolicy, true);
    }

    /** Returns this table with one more tag, or several. */
    public DesiredTable withMoreTags(Map<String, String> more) {
        Map<String, String> tags = new LinkedHashMap<>(spec.tags());
        tags.putAll(more);
        return new DesiredTable(
                logicalName,
                address,
                spec.withTags(tags),
                managementPolicies,
                deletionPolicy,
                adopt);
    }
}
