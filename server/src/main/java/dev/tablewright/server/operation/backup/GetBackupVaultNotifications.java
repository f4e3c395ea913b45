package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * GetBackupVaultNotifications: there are never any.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupVaultNotifications.html">GetBackupVaultNotifications</a>
 */
final class GetBackupVaultNotifications implements RestOperation<Members.Named, Done> {
    private final AwsBackup state;

    GetBackupVaultNotifications(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "GetBackupVaultNotifications";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}/notification-configuration";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.vault(in);
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.onVault(name(), state, request.place(), request.name()));
    }

    @Override
    public Done execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        Vault vault = state.vaults().require(request.place(), request.name());
        throw BackupException.notFound(
                "Failed reading notifications from database for Backup vault " + vault.name());
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
