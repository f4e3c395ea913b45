package dev.tablewright.server.operation.backup;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * PutBackupVaultLockConfiguration: locks a vault, for good after some days if so wanted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html">PutBackupVaultLockConfiguration</a>
 */
final class PutBackupVaultLockConfiguration
        implements RestOperation<PutBackupVaultLockConfiguration.Request, Done> {
    private final AwsBackup state;

    PutBackupVaultLockConfiguration(AwsBackup state) {
        this.state = state;
    }

    /**
     * The request.
     *
     * @param grace days in which the lock can still be changed; null for always
     */
    record Request(
            Place place,
            String name,
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Long grace) {}

    @Override
    public String name() {
        return "PutBackupVaultLockConfiguration";
    }

    @Override
    public String route() {
        return "PUT /backup-vaults/{BackupVaultName}/vault-lock";
    }

    @Override
    public Request decode(RequestReader in) {
        String name = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        Long min = in.number("MinRetentionDays");
        Long max = in.number("MaxRetentionDays");
        Long grace = in.number("ChangeableForDays");
        in.requireValid();
        return new Request(Members.place(in), name, min, max, grace);
    }

    @Override
    public List<Access> access(Request request) {
        Access vault = BackupAccess.onVault(name(), state, request.place(), request.name());
        var context = ConditionContext.builder().putAll(vault.context());
        put(context, "backup:MinRetentionDays", request.min());
        put(context, "backup:MaxRetentionDays", request.max());
        put(context, "backup:ChangeableForDays", request.grace());
        return List.of(Access.to(vault.action(), vault.resource(), context.build()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.vaults()
                .lock(
                        request.place(),
                        request.name(),
                        request.min(),
                        request.max(),
                        request.grace());
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }

    private static void put(ConditionContext.Builder context, String key, @Nullable Long value) {
        if (value != null) {
            context.put(key, value.toString());
        }
    }
}
