package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * GetRecoveryPointRestoreMetadata: what a restore of a recovery point can start from.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetRecoveryPointRestoreMetadata.html">GetRecoveryPointRestoreMetadata</a>
 */
final class GetRecoveryPointRestoreMetadata implements RestOperation<Members.Point, RecoveryPoint> {
    private final AwsBackup state;

    GetRecoveryPointRestoreMetadata(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "GetRecoveryPointRestoreMetadata";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}/restore-metadata?BackupVaultAccountId=backupVaultAccountId";
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
    public RecoveryPoint execute(Authorized<Members.Point> authorized) {
        Members.Point request = authorized.request();
        return state.points().require(request.place(), request.vault(), request.arn());
    }

    @Override
    public void encode(RecoveryPoint answer, ResponseWriter out) {
        out.string("BackupVaultArn", answer.vaultArn());
        out.string("RecoveryPointArn", answer.arn());
        out.object(
                "RestoreMetadata",
                inside -> {
                    inside.string("originalTableName", answer.table().name());
                    String key = answer.keyArn();
                    inside.string("encryptionType", key == null ? "Default" : "KMS");
                    Members.text(inside, "kmsMasterKeyArn", key);
                });
        out.string("ResourceType", Members.DYNAMODB);
    }
}
