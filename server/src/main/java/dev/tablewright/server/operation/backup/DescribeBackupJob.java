package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupJob;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DescribeBackupJob: where a backup job stands.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupJob.html">DescribeBackupJob</a>
 */
final class DescribeBackupJob implements RestOperation<Members.Named, BackupJob> {
    private final AwsBackup state;

    DescribeBackupJob(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DescribeBackupJob";
    }

    @Override
    public String route() {
        return "GET /backup-jobs/{BackupJobId}";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.id(in, "BackupJobId");
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public BackupJob execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        return state.jobs().requireBackup(request.place(), request.name());
    }

    @Override
    public void encode(BackupJob answer, ResponseWriter out) {
        JobJson.write(out, answer);
        out.number("NumberOfChildJobs", 0);
    }
}
