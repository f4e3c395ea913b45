package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Selection;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * GetBackupSelection: which resources a plan is for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupSelection.html">GetBackupSelection</a>
 */
final class GetBackupSelection implements RestOperation<GetBackupSelection.Request, Selection> {
    private final AwsBackup state;

    GetBackupSelection(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String plan, String id) {}

    @Override
    public String name() {
        return "GetBackupSelection";
    }

    @Override
    public String route() {
        return "GET /backup/plans/{BackupPlanId}/selections/{SelectionId}";
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
    public Selection execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return state.plans().requireSelection(request.place(), request.plan(), request.id());
    }

    @Override
    public void encode(Selection answer, ResponseWriter out) {
        out.object("BackupSelection", inside -> SelectionJson.write(inside, answer));
        out.string("SelectionId", answer.id());
        out.string("BackupPlanId", answer.planId());
        out.time("CreationDate", answer.created());
        Members.text(out, "CreatorRequestId", answer.requestId());
    }
}
