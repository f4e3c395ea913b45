package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Lifecycle;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.backup.Vault;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * UpdateRecoveryPointLifecycle: says how long a recovery point is kept, unless its vault is locked.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRecoveryPointLifecycle.html">UpdateRecoveryPointLifecycle</a>
 */
final class UpdateRecoveryPointLifecycle
        implements RestOperation<UpdateRecoveryPointLifecycle.Request, RecoveryPoint> {
    private final AwsBackup state;

    UpdateRecoveryPointLifecycle(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String vault, String arn, Lifecycle lifecycle) {}

    @Override
    public String name() {
        return "UpdateRecoveryPointLifecycle";
    }

    @Override
    public String route() {
        return "POST /backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}";
    }

    @Override
    public Request decode(RequestReader in) {
        String vault = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        String arn = in.requiredString("RecoveryPointArn");
        Lifecycle lifecycle = Members.lifecycle(in);
        in.requireValid();
        return new Request(Members.place(in), vault, arn, lifecycle);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.on(name(), state, request.place(), request.arn()));
    }

    @Override
    public RecoveryPoint execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Vault vault = state.vaults().require(request.place(), request.vault());
        return state.points().keep(vault, request.arn(), request.lifecycle());
    }

    @Override
    public void encode(RecoveryPoint answer, ResponseWriter out) {
        out.string("BackupVaultArn", answer.vaultArn());
        out.string("RecoveryPointArn", answer.arn());
        PointJson.lifecycle(out, answer);
    }
}
