package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ListRecoveryPointsByResource: the recovery points of a table, newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html">ListRecoveryPointsByResource</a>
 */
final class ListRecoveryPointsByResource
        implements RestOperation<ListRecoveryPointsByResource.Request, Listing<RecoveryPoint>> {
    private final AwsBackup state;

    ListRecoveryPointsByResource(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String resource, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListRecoveryPointsByResource";
    }

    @Override
    public String route() {
        return "GET /resources/{ResourceArn}/recovery-points/?ManagedByAWSBackupOnly:flag=managedByAWSBackupOnly&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String resource = in.requiredString("ResourceArn");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), resource, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<RecoveryPoint> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return Listing.of(
                state.points().list(request.place()).stream()
                        .filter(point -> point.table().arn().equals(request.resource()))
                        .toList(),
                request.page(),
                RecoveryPoint::arn);
    }

    @Override
    public void encode(Listing<RecoveryPoint> answer, ResponseWriter out) {
        answer.write(
                out,
                "RecoveryPoints",
                (inside, point) -> {
                    inside.string("RecoveryPointArn", point.arn());
                    inside.time("CreationDate", point.created());
                    inside.string("Status", point.status().name());
                    inside.number("BackupSizeBytes", point.bytes());
                    inside.string("BackupVaultName", point.vault());
                    inside.bool("IsParent", false);
                    inside.string("ResourceName", point.table().name());
                    inside.string("VaultType", "BACKUP_VAULT");
                });
    }
}
