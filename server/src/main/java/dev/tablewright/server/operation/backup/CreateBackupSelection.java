package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.backup.Selection;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;
import java.util.Objects;

/**
 * CreateBackupSelection: says which resources a plan is for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html">CreateBackupSelection</a>
 */
final class CreateBackupSelection implements RestOperation<Selection, Selection> {
    private final AwsBackup state;
    private final JobRights rights;

    CreateBackupSelection(AwsBackup state, JobRights rights) {
        this.state = state;
        this.rights = rights;
    }

    @Override
    public String name() {
        return "CreateBackupSelection";
    }

    @Override
    public String route() {
        return "PUT /backup/plans/{BackupPlanId}/selections/";
    }

    @Override
    public Selection decode(RequestReader in) {
        String plan = in.requiredString("BackupPlanId");
        RequestReader sent = in.requiredStructure("BackupSelection", "BackupSelection");
        String requestId = in.string("CreatorRequestId");
        Selection selection =
                sent == null ? null : SelectionJson.read(sent, Members.place(in), plan, requestId);
        in.requireValid();
        return Objects.requireNonNull(selection);
    }

    @Override
    public List<Access> access(Selection request) {
        return List.of(
                BackupAccess.onPlan(name(), state, request.place(), request.planId()),
                BackupAccess.passRole(request.roleArn()));
    }

    @Override
    public Selection execute(Authorized<Selection> authorized) {
        Selection selection = authorized.request();
        state.plans().requirePlanOf(selection.place(), selection.planId());
        SelectionJson.requireSensible(selection);
        rights.requireAssumable(selection.place(), selection.roleArn());
        return state.plans().select(selection);
    }

    @Override
    public void encode(Selection answer, ResponseWriter out) {
        out.string("SelectionId", answer.id());
        out.string("BackupPlanId", answer.planId());
        out.time("CreationDate", answer.created());
    }
}
