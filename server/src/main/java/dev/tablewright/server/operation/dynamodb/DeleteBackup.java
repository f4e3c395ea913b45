package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DeleteBackup: removes a backup that is neither being made nor restored from.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html">DeleteBackup</a>
 */
final class DeleteBackup implements Operation<RequestReader, ResponseWriter, BackupArn, Backup> {
    private final Backups backups;

    DeleteBackup(Backups backups) {
        this.backups = backups;
    }

    @Override
    public String name() {
        return "DeleteBackup";
    }

    @Override
    public BackupArn decode(RequestReader in) {
        BackupArn arn = BackupArn.read(in);
        in.requireValid();
        return arn;
    }

    @Override
    public List<Access> access(BackupArn arn) {
        return List.of(arn.access("DeleteBackup"));
    }

    @Override
    public Backup execute(Authorized<BackupArn> authorized) {
        BackupRef ref = authorized.request().require();
        if (backups.describe(ref).type() == Backup.Type.AWS_BACKUP) {
            // Else locks of vaults would mean nothing.
            throw new ValidationException(
                    "Backup "
                            + ref.arn()
                            + " was created by AWS Backup and can only be deleted there");
        }
        return backups.delete(ref);
    }

    @Override
    public void encode(Backup backup, ResponseWriter out) {
        BackupDescription.write(out, backup);
    }
}
