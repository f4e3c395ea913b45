package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupJob;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * ListBackupJobs: the backup jobs of the last 30 days, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html">ListBackupJobs</a>
 */
final class ListBackupJobs implements RestOperation<ListBackupJobs.Request, Listing<BackupJob>> {
    private final AwsBackup state;

    ListBackupJobs(AwsBackup state) {
        this.state = state;
    }

    /** An account, or all of the organization: which is this one. */
    static final Constraint ACCOUNT = Constraint.pattern("^([0-9]{12}|\\*)$");

    record Request(Place place, Predicate<BackupJob> wanted, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListBackupJobs";
    }

    @Override
    public String route() {
        return "GET /backup-jobs/?ByResourceArn=resourceArn&ByState=state&ByBackupVaultName=backupVaultName&ByCreatedBefore:time=createdBefore&ByCreatedAfter:time=createdAfter&ByResourceType=resourceType&ByAccountId=accountId&ByCompleteAfter:time=completeAfter&ByCompleteBefore:time=completeBefore&ByParentJobId=parentJobId&ByMessageCategory=messageCategory&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String resource = in.string("ByResourceArn");
        BackupJob.State jobState = in.choice("ByState", List.of(BackupJob.State.values()));
        String vault = in.string("ByBackupVaultName", Members.VAULT_NAME);
        Instant createdBefore = in.time("ByCreatedBefore");
        Instant createdAfter = in.time("ByCreatedAfter");
        String type = in.string("ByResourceType", Members.NAME);
        String account = in.string("ByAccountId", ACCOUNT);
        Instant completeAfter = in.time("ByCompleteAfter");
        Instant completeBefore = in.time("ByCompleteBefore");
        String parent = in.string("ByParentJobId");
        String category = in.string("ByMessageCategory");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        Predicate<BackupJob> wanted =
                job ->
                        (resource == null || resource.equals(job.table().arn()))
                                && (jobState == null || jobState == job.state())
                                && (vault == null || vault.equals(job.vault()))
                                && (createdBefore == null || job.created().isBefore(createdBefore))
                                && (createdAfter == null || job.created().isAfter(createdAfter))
                                && (type == null || type.equals(Members.DYNAMODB))
                                && isOf(account, job.place())
                                && lies(job.ended(), completeAfter, completeBefore)
                                && parent == null
                                && (category == null || category.equals(JobJson.category(job)));
        return new Request(Members.place(in), wanted, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<BackupJob> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return Listing.of(
                state.jobs().backups(request.place()).stream().filter(request.wanted()).toList(),
                request.page(),
                BackupJob::id);
    }

    @Override
    public void encode(Listing<BackupJob> answer, ResponseWriter out) {
        answer.write(out, "BackupJobs", JobJson::write);
    }

    static boolean isOf(@Nullable String account, Place place) {
        return account == null || account.equals("*") || account.equals(place.account());
    }

    /** Whether a moment is there and lies between two, where they are asked for. */
    static boolean lies(
            @Nullable Instant moment, @Nullable Instant after, @Nullable Instant before) {
        if (moment == null) {
            return after == null && before == null;
        }
        return (after == null || moment.isAfter(after))
                && (before == null || moment.isBefore(before));
    }
}
