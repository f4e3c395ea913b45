package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Origin;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * ListRecoveryPointsByBackupVault: what is in a vault, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html">ListRecoveryPointsByBackupVault</a>
 */
final class ListRecoveryPointsByBackupVault
        implements RestOperation<ListRecoveryPointsByBackupVault.Request, Listing<RecoveryPoint>> {
    private final AwsBackup state;

    ListRecoveryPointsByBackupVault(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, Predicate<RecoveryPoint> wanted, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListRecoveryPointsByBackupVault";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}/recovery-points/?BackupVaultAccountId=backupVaultAccountId&ByResourceArn=resourceArn&ByResourceType=resourceType&ByBackupPlanId=backupPlanId&ByCreatedBefore:time=createdBefore&ByCreatedAfter:time=createdAfter&ByParentRecoveryPointArn=parentRecoveryPointArn&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String vault = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        String resource = in.string("ByResourceArn");
        String type = in.string("ByResourceType", Members.NAME);
        String plan = in.string("ByBackupPlanId");
        Instant before = in.time("ByCreatedBefore");
        Instant after = in.time("ByCreatedAfter");
        String parent = in.string("ByParentRecoveryPointArn");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        Predicate<RecoveryPoint> wanted =
                point ->
                        point.vault().equals(vault)
                                && (resource == null || resource.equals(point.table().arn()))
                                && (type == null || type.equals(Members.DYNAMODB))
                                && (plan == null || isFrom(plan, point.origin()))
                                && ListBackupJobs.lies(point.created(), after, before)
                                && parent == null;
        return new Request(Members.place(in), vault, wanted, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onVault(name(), state, request.place(), request.name()));
    }

    @Override
    public Listing<RecoveryPoint> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        var _ = state.vaults().require(request.place(), request.name());
        return Listing.of(
                state.points().list(request.place()).stream().filter(request.wanted()).toList(),
                request.page(),
                RecoveryPoint::arn);
    }

    @Override
    public void encode(Listing<RecoveryPoint> answer, ResponseWriter out) {
        answer.write(out, "RecoveryPoints", PointJson::write);
    }

    private static boolean isFrom(String plan, @Nullable Origin origin) {
        return origin != null && origin.planId().equals(plan);
    }
}
