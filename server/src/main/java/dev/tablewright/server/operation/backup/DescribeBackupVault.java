package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DescribeBackupVault: a vault, and how much is in it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html">DescribeBackupVault</a>
 */
final class DescribeBackupVault implements RestOperation<Members.Named, Vault> {
    private final AwsBackup state;

    DescribeBackupVault(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DescribeBackupVault";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}?BackupVaultAccountId=backupVaultAccountId";
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
    public Vault execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        return state.vaults().require(request.place(), request.name());
    }

    @Override
    public void encode(Vault answer, ResponseWriter out) {
        VaultJson.write(out, answer, state.points().count(answer.place(), answer.name()));
    }
}
