package dev.tablewright.server.operation.backup;

import dev.tablewright.engine.backup.Backups;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DeleteRecoveryPoint: deletes a recovery point, unless its vault is locked.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html">DeleteRecoveryPoint</a>
 */
final class DeleteRecoveryPoint implements RestOperation<Members.Point, Done> {
    private final AwsBackup state;
    private final Backups backups;

    DeleteRecoveryPoint(AwsBackup state, Backups backups) {
        this.backups = backups;
        this.state = state;
    }

    @Override
    public String name() {
        return "DeleteRecoveryPoint";
    }

    @Override
    public String route() {
        return "DELETE /backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}";
    }

    @Override
    public Members.Point decode(RequestReader in) {
        return Members.point(in);
    }

    @Override
    public List<Access> access(Members.Point request) {
        return List.of(BackupAccess.on(name(), state, request.place(), request.arn()));
    }

    @Override
    public Done execute(Authorized<Members.Point> authorized) {
        Members.Point request = authorized.request();
        Vault vault = state.vaults().require(request.place(), request.vault());
        state.points().delete(vault, request.arn(), backups);
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
