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
 * ListProtectedResourcesByBackupVault: the tables that have recovery points in a vault.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResourcesByBackupVault.html">ListProtectedResourcesByBackupVault</a>
 */
final class ListProtectedResourcesByBackupVault
        implements RestOperation<
                ListProtectedResourcesByBackupVault.Request, Listing<RecoveryPoint>> {
    private final AwsBackup state;

    ListProtectedResourcesByBackupVault(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListProtectedResourcesByBackupVault";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/{BackupVaultName}/resources/?BackupVaultAccountId=backupVaultAccountId&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String vault = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), vault, page);
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
                PointJson.newest(
                        state.points().list(request.place()).stream()
                                .filter(point -> point.vault().equals(request.name()))
                                .toList()),
                request.page(),
                point -> point.table().arn());
    }

    @Override
    public void encode(Listing<RecoveryPoint> answer, ResponseWriter out) {
        answer.write(out, "Results", PointJson::resource);
    }
}
