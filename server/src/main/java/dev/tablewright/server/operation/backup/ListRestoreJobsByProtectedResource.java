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
 * ListRestoreJobsByProtectedResource: the restores of a table, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRestoreJobsByProtectedResource.html">ListRestoreJobsByProtectedResource</a>
 */
final class ListRestoreJobsByProtectedResource
        implements RestOperation<ListRestoreJobsByProtectedResource.Request, Listing<RestoreJob>> {
    private final AwsBackup state;

    ListRestoreJobsByProtectedResource(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, Predicate<RestoreJob> wanted, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListRestoreJobsByProtectedResource";
    }

    @Override
    public String route() {
        return "GET /resources/{ResourceArn}/restore-jobs/?ByStatus=status&ByRecoveryPointCreationDateAfter:time=recoveryPointCreationDateAfter&ByRecoveryPointCreationDateBefore:time=recoveryPointCreationDateBefore&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String resource = in.requiredString("ResourceArn");
        RestoreJob.Status status = in.choice("ByStatus", List.of(RestoreJob.Status.values()));
        Instant after = in.time("ByRecoveryPointCreationDateAfter");
        Instant before = in.time("ByRecoveryPointCreationDateBefore");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        Predicate<RestoreJob> wanted =
                job ->
                        job.source().arn().equals(resource)
                                && (status == null || status == job.status())
                                && ListBackupJobs.lies(job.recoveryPointCreated(), after, before);
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
