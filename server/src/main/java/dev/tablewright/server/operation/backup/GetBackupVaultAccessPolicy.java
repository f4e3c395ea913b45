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
 * GetBackupVaultAccessPolicy: the access policy of a vault.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupVaultAccessPolicy.html">GetBackupVaultAccessPolicy</a>
 */
final class GetBackupVaultAccessPolicy implements RestOperation<Members.Named, Vault> {
    private final AwsBackup state;

    GetBackupVaultAccessPolicy(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "GetBackupVaultAccessPolicy";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}/access-policy";
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
        Vault vault = state.vaults().require(request.place(), request.name());
        if (vault.policy() == null) {
            throw BackupException.notFound(
                    "Failed reading access policy from database for Backup vault " + vault.name());
        }
        return vault;
    }

    @Override
    public void encode(Vault answer, ResponseWriter out) {
        out.string("BackupVaultName", answer.name());
        out.string("BackupVaultArn", answer.arn());
        Members.text(out, "Policy", answer.policy());
    }
}
