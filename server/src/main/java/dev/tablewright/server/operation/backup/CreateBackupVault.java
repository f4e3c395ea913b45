package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * CreateBackupVault: makes a vault.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html">CreateBackupVault</a>
 */
final class CreateBackupVault implements RestOperation<CreateBackupVault.Request, Vault> {
    private final AwsBackup state;

    CreateBackupVault(AwsBackup state) {
        this.state = state;
    }

    record Request(
            Place place,
            String name,
            @Nullable String requestId,
            @Nullable String keyArn,
            Map<String, String> tags) {}

    @Override
    public String name() {
        return "CreateBackupVault";
    }

    @Override
    public String route() {
        return "PUT /backup-vaults/{BackupVaultName}";
    }

    @Override
    public Request decode(RequestReader in) {
        String name = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        Map<String, String> tags = Members.tags(in, "BackupVaultTags");
        String keyArn = in.string("EncryptionKeyArn");
        String requestId = in.string("CreatorRequestId");
        in.requireValid();
        return new Request(Members.place(in), name, requestId, keyArn, tags);
    }

    @Override
    public List<Access> access(Request request) {
        String arn = request.place().arn("backup-vault", request.name());
        return List.of(BackupAccess.tagging(name(), state, request.place(), arn, request.tags()));
    }

    @Override
    public Vault execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return state.vaults()
                .create(
                        request.place(),
                        request.name(),
                        request.requestId(),
                        request.keyArn(),
                        request.tags());
    }

    @Override
    public void encode(Vault answer, ResponseWriter out) {
        out.string("BackupVaultName", answer.name());
        out.string("BackupVaultArn", answer.arn());
        out.time("CreationDate", answer.created());
    }
}
