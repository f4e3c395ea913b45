package dev.tablewright.server.operation.backup;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.BackupJob;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.backup.Jobs;
import dev.tablewright.server.backup.Lifecycle;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.TagRules;
import dev.tablewright.server.backup.Windows;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * StartBackupJob: backs a table up now.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html">StartBackupJob</a>
 */
final class StartBackupJob implements RestOperation<Jobs.Wanted, BackupJob> {
    private final AwsBackup state;
    private final JobRights rights;
    private final Catalog tables;

    StartBackupJob(AwsBackup state, JobRights rights, Catalog tables) {
        this.state = state;
        this.rights = rights;
        this.tables = tables;
    }

    @Override
    public String name() {
        return "StartBackupJob";
    }

    @Override
    public String route() {
        return "PUT /backup-jobs";
    }

    @Override
    public Jobs.Wanted decode(RequestReader in) {
        String vault = in.requiredString("BackupVaultName", Members.VAULT_NAME);
        String resource = in.requiredString("ResourceArn");
        String role = in.requiredString("IamRoleArn");
        String token = in.string("IdempotencyToken");
        Long start = in.number("StartWindowMinutes");
        Long completion = in.number("CompleteWindowMinutes");
        Map<String, String> tags = Members.tags(in, "RecoveryPointTags");
        in.requireValid();
        if (in.has("LogicallyAirGappedBackupVaultArn")) {
            throw Members.unsupported("LogicallyAirGappedBackupVaultArn");
        }
        Lifecycle lifecycle = Members.lifecycle(in);
        long startMinutes = Objects.requireNonNullElse(start, Windows.START_MINUTES);
        long completionMinutes =
                Objects.requireNonNullElse(completion, Windows.completionMinutes(startMinutes));
        Windows.check(startMinutes, completionMinutes);
        Place place = Members.place(in);
        return new Jobs.Wanted(
                place,
                token,
                vault,
                Members.table(place, resource),
                role,
                lifecycle,
                tags,
                Duration.ofMinutes(startMinutes),
                Duration.ofMinutes(completionMinutes));
    }

    @Override
    public List<Access> access(Jobs.Wanted request) {
        return List.of(
                BackupAccess.onVault(name(), state, request.place(), request.vault()),
                BackupAccess.passRole(request.roleArn()));
    }

    @Override
    public BackupJob execute(Authorized<Jobs.Wanted> authorized) {
        Jobs.Wanted request = authorized.request();
        request.lifecycle().check();
        TagRules.check(request.recoveryPointTags());
        var _ = state.vaults().require(request.place(), request.vault());
        if (tables.find(request.table()) == null) {
            throw BackupException.notFound("Resource not found: " + request.table().arn());
        }
        if (!state.preferences().protectsDynamoDb(request.place())) {
            throw BackupException.refused("DynamoDB is not opted in to AWS Backup in this region");
        }
        rights.requireAssumable(request.place(), request.roleArn());
        return state.jobs().backUp(request);
    }

    @Override
    public void encode(BackupJob answer, ResponseWriter out) {
        out.string("BackupJobId", answer.id());
        out.time("CreationDate", answer.created());
        out.bool("IsParent", false);
    }
}
