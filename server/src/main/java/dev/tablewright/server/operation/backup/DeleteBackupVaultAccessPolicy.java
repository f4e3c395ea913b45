package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DeleteBackupVaultAccessPolicy: takes the access policy from a vault.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVaultAccessPolicy.html">DeleteBackupVaultAccessPolicy</a>
 */
final class DeleteBackupVaultAccessPolicy implements RestOperation<Members.Named, Done> {
    private final AwsBackup state;

    DeleteBackupVaultAccessPolicy(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DeleteBackupVaultAccessPolicy";
    }

    @Override
    public String route() {
        return "DELETE /backup-vaults/{BackupVaultName}/access-policy";
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
        state.vaults().setPolicy(request.place(), request.name(), null);
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
