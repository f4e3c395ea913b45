package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RestoreJob;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * ListRestoreJobs: the restore jobs of the last 30 days, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRestoreJobs.html">ListRestoreJobs</a>
 */
final class ListRestoreJobs implements RestOperation<ListRestoreJobs.Request, Listing<RestoreJob>> {
    private final AwsBackup state;

    ListRestoreJobs(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, Predicate<RestoreJob> wanted, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListRestoreJobs";
    }

    @Override
    public String route() {
        return "GET /restore-jobs/?ByAccountId=accountId&ByResourceType=resourceType&ByCreatedBefore:time=createdBefore&ByCreatedAfter:time=createdAfter&ByStatus=status&ByCompleteBefore:time=completeBefore&ByCompleteAfter:time=completeAfter&ByRestoreTestingPlanArn=restoreTestingPlanArn&ByParentJobId=parentJobId&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String account = in.string("ByAccountId", ListBackupJobs.ACCOUNT);
        String type = in.string("ByResourceType", Members.NAME);
        Instant before = in.time("ByCreatedBefore");
        Instant after = in.time("ByCreatedAfter");
        RestoreJob.Status status = in.choice("ByStatus", List.of(RestoreJob.Status.values()));
        Instant completeBefore = in.time("ByCompleteBefore");
        Instant completeAfter = in.time("ByCompleteAfter");
        boolean ofOthers = in.has("ByRestoreTestingPlanArn") || in.has("ByParentJobId");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        Predicate<RestoreJob> wanted =
                job ->
                        ListBackupJobs.isOf(account, job.place())
                                && (type == null || type.equals(Members.DYNAMODB))
                                && ListBackupJobs.lies(job.created(), after, before)
                                && (status == null || status == job.status())
                                && ListBackupJobs.lies(job.ended(), completeAfter, completeBefore)
                                && !ofOthers;
        return new Request(Members.place(in), wanted, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<RestoreJob> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return Listing.of(
                state.jobs().restores(request.place()).stream().filter(request.wanted()).toList(),
                request.page(),
                RestoreJob::id);
    }

    @Override
    public void encode(Listing<RestoreJob> answer, ResponseWriter out) {
        answer.write(out, "RestoreJobs", JobJson::write);
    }
}
