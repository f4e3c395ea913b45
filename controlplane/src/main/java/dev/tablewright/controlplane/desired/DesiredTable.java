package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

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
        boolean adopt) {}
