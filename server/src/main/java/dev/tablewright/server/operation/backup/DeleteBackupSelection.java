package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * DeleteBackupSelection: takes resources from a plan.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupSelection.html">DeleteBackupSelection</a>
 */
final class DeleteBackupSelection implements RestOperation<DeleteBackupSelection.Request, Done> {
    private final AwsBackup state;

    DeleteBackupSelection(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String plan, String id) {}

    @Override
    public String name() {
        return "DeleteBackupSelection";
    }

    @Override
    public String route() {
        return "DELETE /backup/plans/{BackupPlanId}/selections/{SelectionId}";
    }

    @Override
    public Request decode(RequestReader in) {
        String plan = in.requiredString("BackupPlanId");
        String id = in.requiredString("SelectionId");
        in.requireValid();
        return new Request(Members.place(in), plan, id);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.plan()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.plans().deselect(request.place(), request.plan(), request.id());
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
