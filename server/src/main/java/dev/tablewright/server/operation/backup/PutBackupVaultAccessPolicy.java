package dev.tablewright.server.operation.backup;

import dev.tablewright.policy.PolicySyntaxException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.backup.VaultPolicies;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * PutBackupVaultAccessPolicy: says who may do what with a vault and what is in it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultAccessPolicy.html">PutBackupVaultAccessPolicy</a>
 */
final class PutBackupVaultAccessPolicy
        implements RestOperation<PutBackupVaultAccessPolicy.Request, Done> {
    private final AwsBackup state;

    PutBackupVaultAccessPolicy(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, @Nullable String policy) {}

    @Override
    public String name() {
        return "PutBackupVaultAccessPolicy";
    }

    @Override
    public String route() {
        return "PUT /backup-vaults/{BackupVaultName}/access-policy";
    }

    @Override
    public Request decode(RequestReader in) {
        String name = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        String policy = in.string("Policy");
        in.requireValid();
        return new Request(Members.place(in), name, policy);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onVault(name(), state, request.place(), request.name()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Vault vault = state.vaults().require(request.place(), request.name());
        state.vaults().setPolicy(request.place(), request.name(), checked(vault, request.policy()));
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }

    private static String checked(Vault vault, @Nullable String policy) {
        if (policy == null) {
            throw BackupException.missing("Policy must be specified");
        }
        try {
            var _ = VaultPolicies.compile(vault.arn(), policy);
            return policy;
        } catch (PolicySyntaxException malformed) {
            throw BackupException.invalid("Invalid policy document: " + malformed.getMessage());
        }
    }
}
