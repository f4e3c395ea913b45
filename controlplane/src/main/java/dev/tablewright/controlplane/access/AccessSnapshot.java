package dev.tablewright.controlplane.access;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who there is in an account and which tables, at one moment.
 *
 * @param regions that were looked at
 * @param principals the root user, users and roles
 * @param tables of the regions that were read
 * @param policyEnvironments which environment a policy was made for, by the ARN of the policy; of
 *     those that the platform made
 * @param unseen what bears on access and could not be seen, in sentences
 */
public record AccessSnapshot(
        String partition,
        String account,
        Set<String> regions,
        List<PrincipalFacts> principals,
        List<TableFacts> tables,
        Map<String, String> policyEnvironments,
        List<String> unseen) {
    /** Copies the collections. */
    public AccessSnapshot {
        regions = Set.copyOf(regions);
        principals = List.copyOf(principals);
        tables = List.copyOf(tables);
        policyEnvironments = Map.copyOf(policyEnvironments);
        unseen = List.copyOf(unseen);
    }

    /** Returns every table with all that lies below it. */
    public List<Resource> resources() {
        return tables.stream().flatMap(table -> table.resources().stream()).toList();
    }
}
