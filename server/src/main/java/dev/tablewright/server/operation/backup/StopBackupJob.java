package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * StopBackupJob: stops a backup job that is not over.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StopBackupJob.html">StopBackupJob</a>
 */
final class StopBackupJob implements RestOperation<Members.Named, Done> {
    private final AwsBackup state;

    StopBackupJob(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "StopBackupJob";
    }

    @Override
    public String route() {
        return "POST /backup-jobs/{BackupJobId}";
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
    public Done execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        state.jobs().stop(request.place(), request.name());
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
