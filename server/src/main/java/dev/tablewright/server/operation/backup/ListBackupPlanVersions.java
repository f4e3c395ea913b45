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
 * ListBackupPlanVersions: what a plan says and said, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupPlanVersions.html">ListBackupPlanVersions</a>
 */
final class ListBackupPlanVersions
        implements RestOperation<ListBackupPlanVersions.Request, ListBackupPlanVersions.Response> {
    private final AwsBackup state;

    ListBackupPlanVersions(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, Listing.Asked page) {}

    record Response(BackupPlan plan, Listing<BackupPlan.Version> page) {}

    @Override
    public String name() {
        return "ListBackupPlanVersions";
    }

    @Override
    public String route() {
        return "GET /backup/plans/{BackupPlanId}/versions/?MaxResults:number=maxResults&NextToken=nextToken";
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
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        BackupPlan plan = state.plans().require(request.place(), request.name());
        return new Response(
                plan,
                Listing.of(plan.versions().reversed(), request.page(), BackupPlan.Version::id));
    }

    @Override
    public void encode(Response answer, ResponseWriter out) {
        answer.page()
                .write(
                        out,
                        "BackupPlanVersionsList",
                        (inside, version) -> PlanJson.write(inside, answer.plan(), version));
    }
}
