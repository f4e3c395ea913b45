package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.ResponseWriter;

/** How a vault is shown. */
final class VaultJson {
    private VaultJson() {}

    static void write(ResponseWriter out, Vault vault, long recoveryPoints) {
        out.string("BackupVaultName", vault.name());
        out.string("BackupVaultArn", vault.arn());
        out.string("VaultType", "BACKUP_VAULT");
        out.string("VaultState", "AVAILABLE");
        out.string("EncryptionKeyArn", vault.keyArn());
        out.time("CreationDate", vault.created());
        Members.text(out, "CreatorRequestId", vault.requestId());
        out.number("NumberOfRecoveryPoints", recoveryPoints);
        Vault.Lock lock = vault.lock();
        out.bool("Locked", lock != null);
        if (lock != null) {
            Members.number(out, "MinRetentionDays", lock.minDays());
            Members.number(out, "MaxRetentionDays", lock.maxDays());
            Members.time(out, "LockDate", lock.date());
        }
    }
}
