package dev.tablewright.controlplane.access;

import dev.tablewright.controlplane.desired.Release;

import java.util.List;
import java.util.Map;

/**
 * Who there is in an account and which tables, at one moment.
 *
 * @param principals the root user, users and roles
 * @param tables of the regions that were read
 * @param releases which release granted by a policy, by the ARN of the policy
 * @param unseen what bears on access and could not be seen, in sentences
 */
public record AccessSnapshot(
        String partition,
        String account,
        List<PrincipalFacts> principals,
        List<TableFacts> tables,
        Map<String, Release> releases,
        List<String> unseen) {
    /** Copies the collections. */
    public AccessSnapshot {
        principals = List.copyOf(principals);
        tables = List.copyOf(tables);
        releases = Map.copyOf(releases);
        unseen = List.copyOf(unseen);
    }

    /** Whether the snapshot says nothing of principals or tables. */
    public boolean isEmpty() {
        return principals.isEmpty() && tables.isEmpty();
    }

    /** Returns every table with all that lies below it. */
    public List<Resource> resources() {
        return tables.stream().flatMap(table -> table.resources().stream()).toList();
    }
}
