package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * PutBackupVaultNotifications: refused: there are no topics to send to.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html">PutBackupVaultNotifications</a>
 */
final class PutBackupVaultNotifications implements RestOperation<Members.Named, Done> {
    private final AwsBackup state;

    PutBackupVaultNotifications(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "PutBackupVaultNotifications";
    }

    @Override
    public String route() {
        return "PUT /backup-vaults/{BackupVaultName}/notification-configuration";
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
        var _ = state.vaults().require(request.place(), request.name());
        throw BackupException.refused(
                "Notifications of backup vaults are not supported by this server");
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
