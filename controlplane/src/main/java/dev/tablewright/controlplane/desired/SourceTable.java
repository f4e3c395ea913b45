package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

/**
 * A table that environments copy.
 *
 * @param spec with the user's own tags only
 */
public record SourceTable(
        String logicalName,
        String region,
        boolean useIdpPrefix,
        TableSpec spec,
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        boolean adopt) {}
