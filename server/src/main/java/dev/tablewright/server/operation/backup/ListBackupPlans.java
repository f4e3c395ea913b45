package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ListBackupPlans: the plans, oldest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupPlans.html">ListBackupPlans</a>
 */
final class ListBackupPlans implements RestOperation<ListBackupPlans.Request, Listing<BackupPlan>> {
    private final AwsBackup state;

    ListBackupPlans(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, boolean deleted, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListBackupPlans";
    }

    @Override
    public String route() {
        return "GET /backup/plans/?IncludeDeleted:flag=includeDeleted&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        boolean deleted = in.flag("IncludeDeleted");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), deleted, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<BackupPlan> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return Listing.of(
                state.plans().list(request.place()).stream()
                        .filter(plan -> request.deleted() || plan.deleted() == null)
                        .toList(),
                request.page(),
                BackupPlan::id);
    }

    @Override
    public void encode(Listing<BackupPlan> answer, ResponseWriter out) {
        answer.write(
                out,
                "BackupPlansList",
                (inside, plan) -> PlanJson.write(inside, plan, plan.current()));
    }
}
