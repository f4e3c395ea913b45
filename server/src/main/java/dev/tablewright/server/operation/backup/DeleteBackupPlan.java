package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DeleteBackupPlan: puts a plan out of force; it must have no selections any more.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupPlan.html">DeleteBackupPlan</a>
 */
final class DeleteBackupPlan implements RestOperation<Members.Named, BackupPlan> {
    private final AwsBackup state;

    DeleteBackupPlan(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DeleteBackupPlan";
    }

    @Override
    public String route() {
        return "DELETE /backup/plans/{BackupPlanId}";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.id(in, "BackupPlanId");
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.name()));
    }

    @Override
    public BackupPlan execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        return state.plans().delete(request.place(), request.name());
    }

    @Override
    public void encode(BackupPlan answer, ResponseWriter out) {
        out.string("BackupPlanId", answer.id());
        out.string("BackupPlanArn", answer.arn());
        Members.time(out, "DeletionDate", answer.deleted());
        out.string("VersionId", answer.current().id());
    }
}
