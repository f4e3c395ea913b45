package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Selection;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ListBackupSelections: the selections of a plan, oldest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupSelections.html">ListBackupSelections</a>
 */
final class ListBackupSelections
        implements RestOperation<ListBackupSelections.Request, Listing<Selection>> {
    private final AwsBackup state;

    ListBackupSelections(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListBackupSelections";
    }

    @Override
    public String route() {
        return "GET /backup/plans/{BackupPlanId}/selections/?MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String id = in.requiredString("BackupPlanId");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), id, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.name()));
    }

    @Override
    public Listing<Selection> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        BackupPlan plan = state.plans().require(request.place(), request.name());
        return Listing.of(
                state.plans().selectionsOf(request.place(), plan.id()),
                request.page(),
                Selection::id);
    }

    @Override
    public void encode(Listing<Selection> answer, ResponseWriter out) {
        answer.write(
                out,
                "BackupSelectionsList",
                (inside, selection) -> {
                    inside.string("SelectionId", selection.id());
                    inside.string("SelectionName", selection.name());
                    inside.string("BackupPlanId", selection.planId());
                    inside.time("CreationDate", selection.created());
                    Members.text(inside, "CreatorRequestId", selection.requestId());
                    inside.string("IamRoleArn", selection.roleArn());
                });
    }
}
