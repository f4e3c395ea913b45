package dev.tablewright.server.operation.backup;

import dev.tablewright.engine.Database;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/** Every operation of AWS Backup. */
public final class BackupOperations {
    private BackupOperations() {}

    /**
     * Returns all operations.
     *
     * @param rights what the roles may do that jobs run as
     */
    public static List<RestOperation<?, ?>> on(
            AwsBackup state, JobRights rights, Database database) {
        return List.of(
                new CreateBackupPlan(state),
                new CreateBackupSelection(state, rights),
                new CreateBackupVault(state),
                new DeleteBackupPlan(state),
                new DeleteBackupSelection(state),
                new DeleteBackupVault(state),
                new DeleteBackupVaultAccessPolicy(state),
                new DeleteBackupVaultLockConfiguration(state),
                new DeleteBackupVaultNotifications(state),
                new DeleteRecoveryPoint(state, database.backups()),
                new DescribeBackupJob(state),
                new DescribeBackupVault(state),
                new DescribeGlobalSettings(),
                new DescribeProtectedResource(state),
                new DescribeRecoveryPoint(state),
                new DescribeRegionSettings(state),
                new DescribeRestoreJob(state),
                new ExportBackupPlanTemplate(state),
                new GetBackupPlan(state),
                new GetBackupPlanFromJSON(),
                new GetBackupSelection(state),
                new GetBackupVaultAccessPolicy(state),
                new GetBackupVaultNotifications(state),
                new GetRecoveryPointRestoreMetadata(state),
                new GetRestoreJobMetadata(state),
                new GetSupportedResourceTypes(),
                new ListBackupJobs(state),
                new ListBackupPlanVersions(state),
                new ListBackupPlans(state),
                new ListBackupSelections(state),
                new ListBackupVaults(state),
                new ListProtectedResources(state),
                new ListProtectedResourcesByBackupVault(state),
                new ListRecoveryPointsByBackupVault(state),
                new ListRecoveryPointsByResource(state),
                new ListRestoreJobs(state),
                new ListRestoreJobsByProtectedResource(state),
                new ListTags(state),
                new PutBackupVaultAccessPolicy(state),
                new PutBackupVaultLockConfiguration(state),
                new PutBackupVaultNotifications(state),
                new StartBackupJob(state, rights, database.tables()),
                new StartRestoreJob(state, rights),
                new StopBackupJob(state),
                new TagResource(state),
                new UntagResource(state),
                new UpdateBackupPlan(state),
                new UpdateGlobalSettings(),
                new UpdateRecoveryPointLifecycle(state),
                new UpdateRegionSettings(state));
    }
}
