package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.RestoreJob;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * GetRestoreJobMetadata: what a restore job was started with.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetRestoreJobMetadata.html">GetRestoreJobMetadata</a>
 */
final class GetRestoreJobMetadata implements RestOperation<Members.Named, RestoreJob> {
    private final AwsBackup state;

    GetRestoreJobMetadata(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "GetRestoreJobMetadata";
    }

    @Override
    public String route() {
        return "GET /restore-jobs/{RestoreJobId}/metadata";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.id(in, "RestoreJobId");
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public RestoreJob execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        return state.jobs().requireRestore(request.place(), request.name());
    }

    @Override
    public void encode(RestoreJob answer, ResponseWriter out) {
        out.string("RestoreJobId", answer.id());
        out.texts("Metadata", answer.metadata());
    }
}
