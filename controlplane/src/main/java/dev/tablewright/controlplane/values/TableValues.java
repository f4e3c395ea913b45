package dev.tablewright.controlplane.values;

import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One entry of {@code tables}, as written: what is null is not said here, and the file's top level
 * or the contract's default holds (see {@link Values}).
 *
 * @param path where it stands
 * @param externalName the whole name in AWS; null for the rule of names
 * @param capacity null when billed by request
 */
public record TableValues(
        String path,
        String name,
        boolean useIdpPrefix,
        @Nullable String externalName,
        @Nullable String region,
        @Nullable ManagementPolicies managementPolicies,
        @Nullable DeletionPolicy deletionPolicy,
        boolean adopt,
        String hashKey,
        @Nullable String rangeKey,
        List<AttributeValues> attributes,
        BillingMode billingMode,
        @Nullable Throughput capacity,
        List<IndexValues> localSecondaryIndex,
        List<IndexValues> globalSecondaryIndex,
        List<String> readRoles,
        List<String> writeRoles,
        List<String> streamRoles,
        List<String> searchRoles,
        Settings settings,
        Map<String, String> tags) {
    /** Returns a copy with other roles in one of its lists. */
    TableValues with(RoleList list, List<String> roles) {
        return new TableValues(
                path,
                name,
                useIdpPrefix,
                externalName,
                region,
                managementPolicies,
                deletionPolicy,
                adopt,
                hashKey,
                rangeKey,
                attributes,
                billingMode,
                capacity,
                localSecondaryIndex,
                globalSecondaryIndex,
                list == RoleList.READ ? roles : readRoles,
                list == RoleList.WRITE ? roles : writeRoles,
                list == RoleList.STREAM ? roles : streamRoles,
                list == RoleList.SEARCH ? roles : searchRoles,
                settings,
                tags);
    }
}
