package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeBackup: shows a backup, and the table as it was.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html">DescribeBackup</a>
 */
final class DescribeBackup implements Operation<RequestReader, ResponseWriter, BackupArn, Backup> {
    private final Backups backups;

    DescribeBackup(Backups backups) {
        this.backups = backups;
    }

    @Override
    public String name() {
        return "DescribeBackup";
    }

    @Override
    public BackupArn decode(RequestReader in) {
        BackupArn arn = BackupArn.read(in);
        in.requireValid();
        return arn;
    }

    @Override
    public List<Access> access(BackupArn arn) {
        return List.of(arn.access("DescribeBackup"));
    }

    @Override
    public Backup execute(Authorized<BackupArn> authorized) {
        return backups.describe(authorized.request().require());
    }

    @Override
    public void encode(Backup backup, ResponseWriter out) {
        BackupDescription.write(out, backup);
    }
}
