package dev.tablewright.server.operation.backup;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.backup.Place;

import java.util.List;
import java.util.Map;

/** The permissions of AWS Backup: on vaults, plans and recovery points, with their tags. */
final class BackupAccess {
    private static final String SERVICE = "backup:";

    private BackupAccess() {}

    /** A permission that cannot be limited to a resource. */
    static Access any(String operation) {
        return Access.to(SERVICE + operation, "*", ConditionContext.builder().build());
    }

    /** A permission on what an ARN names, whether that is there or not. */
    static Access on(String operation, AwsBackup state, Place place, String arn) {
        return Access.to(SERVICE + operation, arn, tagsOf(state, place, arn).build());
    }

    /** A permission on a vault. */
    static Access onVault(String operation, AwsBackup state, Place place, String name) {
        return on(operation, state, place, place.arn("backup-vault", name));
    }

    /** A permission on a plan. */
    static Access onPlan(String operation, AwsBackup state, Place place, String id) {
        return on(operation, state, place, place.arn("backup-plan", id));
    }

    /** A permission on something that is not there yet, or that gets tags. */
    static Access tagging(
            String operation, AwsBackup state, Place place, String arn, Map<String, String> tags) {
        ConditionContext.Builder context = tagsOf(state, place, arn);
        tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        if (!tags.isEmpty()) {
            context.putAll("aws:TagKeys", tags.keySet());
        }
        return Access.to(SERVICE + operation, arn, context.build());
    }

    /** A permission on what tags are to be taken from. */
    static Access untagging(
            String operation, AwsBackup state, Place place, String arn, List<String> keys) {
        return Access.to(
                SERVICE + operation,
                arn,
                tagsOf(state, place, arn).putAll("aws:TagKeys", keys).build());
    }

    /** The permission to let AWS Backup act as a role. */
    static Access passRole(String roleArn) {
        return Access.to(
                "iam:PassRole",
                roleArn,
                ConditionContext.builder().put("iam:PassedToService", JobRights.SERVICE).build());
    }

    private static ConditionContext.Builder tagsOf(AwsBackup state, Place place, String arn) {
        ConditionContext.Builder context = ConditionContext.builder();
        Map<String, String> tags = state.tagsOf(place, arn);
        if (tags != null) {
            tags.forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
        }
        return context;
    }
}
