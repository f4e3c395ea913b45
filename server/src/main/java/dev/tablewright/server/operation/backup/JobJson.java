package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.BackupJob;
import dev.tablewright.server.backup.RestoreJob;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/** How jobs are shown. */
final class JobJson {
    private JobJson() {}

    static void write(ResponseWriter out, BackupJob job) {
        out.string("AccountId", job.place().account());
        out.string("BackupJobId", job.id());
        out.string("BackupVaultName", job.vault());
        out.string("BackupVaultArn", job.vaultArn());
        out.string("VaultType", "BACKUP_VAULT");
        Members.text(out, "RecoveryPointArn", job.recoveryPointArn());
        Members.write(out, "RecoveryPointLifecycle", job.lifecycle());
        out.bool("IsEncrypted", false);
        out.string("ResourceArn", job.table().arn());
        out.string("ResourceName", job.table().name());
        out.string("ResourceType", Members.DYNAMODB);
        out.time("CreationDate", job.created());
        Members.time(out, "InitiationDate", job.started());
        Members.time(out, "CompletionDate", job.ended());
        out.string("State", job.state().name());
        Members.text(out, "StatusMessage", job.message());
        Members.text(out, "MessageCategory", category(job));
        boolean done = job.state() == BackupJob.State.COMPLETED;
        out.string("PercentDone", done ? "100.0" : "0.0");
        if (done) {
            out.number("BackupSizeInBytes", job.bytes());
            out.number("BytesTransferred", job.bytes());
        }
        out.string("IamRoleArn", job.roleArn());
        Members.write(out, job.origin());
        out.time("StartBy", job.startBy());
        out.bool("IsParent", false);
    }

    /** Only that of success is documented. */
    static @Nullable String category(BackupJob job) {
        return job.state() == BackupJob.State.COMPLETED ? "SUCCESS" : null;
    }

    static void write(ResponseWriter out, RestoreJob job) {
        out.string("AccountId", job.place().account());
        out.string("RestoreJobId", job.id());
        out.string("RecoveryPointArn", job.recoveryPointArn());
        out.string("SourceResourceArn", job.source().arn());
        out.string("BackupVaultArn", job.vaultArn());
        out.time("CreationDate", job.created());
        Members.time(out, "CompletionDate", job.ended());
        out.string("Status", job.status().name());
        Members.text(out, "StatusMessage", job.message());
        boolean done = job.status() == RestoreJob.Status.COMPLETED;
        out.string("PercentDone", done ? "100.00%" : "0.00%");
        out.number("BackupSizeInBytes", job.bytes());
        out.string("IamRoleArn", job.roleArn());
        if (job.status() == RestoreJob.Status.RUNNING || done) {
            out.string("CreatedResourceArn", job.target().arn());
        }
        out.string("ResourceType", Members.DYNAMODB);
        out.time("RecoveryPointCreationDate", job.recoveryPointCreated());
        out.bool("IsParent", false);
    }
}
