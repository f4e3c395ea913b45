package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ListBackupVaults: the vaults, by name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupVaults.html">ListBackupVaults</a>
 */
final class ListBackupVaults implements RestOperation<ListBackupVaults.Request, Listing<Vault>> {
    private final AwsBackup state;

    ListBackupVaults(AwsBackup state) {
        this.state = state;
    }

    /**
     * The request.
     *
     * @param ordinary whether it asks for vaults of the one kind that there is here
     */
    record Request(Place place, boolean ordinary, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListBackupVaults";
    }

    @Override
    public String route() {
        return "GET /backup-vaults/?ByVaultType=vaultType&ByShared:flag=shared&MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String type =
                in.string(
                        "ByVaultType",
                        Constraint.oneOf(
                                List.of(
                                        "BACKUP_VAULT",
                                        "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
                                        "RESTORE_ACCESS_BACKUP_VAULT")));
        boolean shared = in.flag("ByShared");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(
                Members.place(in), !shared && (type == null || type.equals("BACKUP_VAULT")), page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<Vault> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<Vault> all = request.ordinary() ? state.vaults().list(request.place()) : List.of();
        return Listing.of(all, request.page(), Vault::name);
    }

    @Override
    public void encode(Listing<Vault> answer, ResponseWriter out) {
        answer.write(
                out,
                "BackupVaultList",
                (inside, vault) ->
                        VaultJson.write(
                                inside, vault, state.points().count(vault.place(), vault.name())));
    }
}
