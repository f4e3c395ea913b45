package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.Lifecycle;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How recovery points, and what they are of, are shown. */
final class PointJson {
    private PointJson() {}

    static void write(ResponseWriter out, RecoveryPoint point) {
        out.string("RecoveryPointArn", point.arn());
        out.string("BackupVaultName", point.vault());
        out.string("BackupVaultArn", point.vaultArn());
        out.string("ResourceArn", point.table().arn());
        out.string("ResourceName", point.table().name());
        out.string("ResourceType", Members.DYNAMODB);
        Members.write(out, point.origin());
        out.string("IamRoleArn", point.roleArn());
        out.string("Status", point.status().name());
        out.time("CreationDate", point.created());
        out.time("InitiationDate", point.initiated());
        Members.time(out, "CompletionDate", point.completed());
        out.number("BackupSizeInBytes", point.bytes());
        lifecycle(out, point);
        out.bool("IsEncrypted", point.keyArn() != null);
        Members.text(out, "EncryptionKeyArn", point.keyArn());
        Members.time(out, "LastRestoreTime", point.lastRestored());
        out.bool("IsParent", false);
        out.string("VaultType", "BACKUP_VAULT");
    }

    /** Writes how long it is kept, in days and as moments. */
    static void lifecycle(ResponseWriter out, RecoveryPoint point) {
        Lifecycle lifecycle = point.lifecycle();
        if (lifecycle.unspecified()) {
            return;
        }
        out.object(
                "CalculatedLifecycle",
                inside -> {
                    Instant cold = lifecycle.coldAt(point.created());
                    Members.time(inside, "MoveToColdStorageAt", cold);
                    Members.time(inside, "DeleteAt", point.deleteAt());
                });
        Members.write(out, "Lifecycle", lifecycle);
    }

    /** Writes a protected table by its newest recovery point. */
    static void resource(ResponseWriter out, RecoveryPoint newest) {
        out.string("ResourceArn", newest.table().arn());
        out.string("ResourceType", Members.DYNAMODB);
        out.string("ResourceName", newest.table().name());
        out.time("LastBackupTime", newest.created());
        out.string("LastBackupVaultArn", newest.vaultArn());
        out.string("LastRecoveryPointArn", newest.arn());
    }

    /** Returns the newest recovery point of each table, in the order of ARNs. */
    static List<RecoveryPoint> newest(List<RecoveryPoint> newestFirst) {
        Map<String, RecoveryPoint> newest = new TreeMap<>();
        for (RecoveryPoint point : newestFirst) {
            if (point.status() == RecoveryPoint.Status.COMPLETED) {
                newest.putIfAbsent(point.table().arn(), point);
            }
        }
        return List.copyOf(newest.values());
    }
}
