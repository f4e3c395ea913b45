package dev.tablewright.controlplane.values;

import dev.tablewright.controlplane.setting.Settings;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A values file that keeps the contract.
 *
 * @param region of tables that name none
 * @param accountId for the ARNs in policies; null to ask the target
 * @param partition for the ARNs in policies; null to ask the target
 * @param maxPoliciesPerRole a plan that needs more is refused
 * @param policyPath path of the policies; part of their ARNs
 * @param platformRolesOnly whether only roles with the platform's tag are given access
 * @param settings of tables that do not say otherwise
 */
public record Values(
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        String region,
        @Nullable String accountId,
        @Nullable String partition,
        int maxPoliciesPerRole,
        String policyPath,
        boolean platformRolesOnly,
        Settings settings,
        Map<String, String> tags,
        List<TableValues> tables,
        List<EnvironmentValues> environments,
        Problems problems) {
    /**
     * Returns where a field stands, or the block around it when it is absent.
     *
     * @param path for instance {@code tables[3].serviceAccountReadRoles}
     */
    public Position at(String path) {
        return problems.place(path);
    }

    /** Returns the region of {@code table}. */
    public String region(TableValues table) {
        return table.region() == null ? region : table.region();
    }

    /** Returns what may be done to {@code table}. */
    public ManagementPolicies managementPolicies(TableValues table) {
        return table.managementPolicies() == null ? managementPolicies : table.managementPolicies();
    }

    /** Returns what becomes of {@code table} when it leaves the values. */
    public DeletionPolicy deletionPolicy(TableValues table) {
        return table.deletionPolicy() == null ? deletionPolicy : table.deletionPolicy();
    }

    /** Returns the settings of {@code table}; its own win over those for all tables. */
    public Settings settings(TableValues table) {
        return table.settings().over(settings);
    }

    /** Returns the tags of {@code table}; its own win over those for all tables. */
    public Map<String, String> tags(TableValues table) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(table.tags());
        return all;
    }
}
