package dev.tablewright.server.operation.backup;

import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.JobRights;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.backup.RestoreJob;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * StartRestoreJob: makes a new table of a recovery point.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html">StartRestoreJob</a>
 */
final class StartRestoreJob implements RestOperation<StartRestoreJob.Request, RestoreJob> {
    private final AwsBackup state;
    private final JobRights rights;

    StartRestoreJob(AwsBackup state, JobRights rights) {
        this.state = state;
        this.rights = rights;
    }

    record Request(
            Place place,
            String arn,
            Map<String, String> metadata,
            String roleArn,
            @Nullable String token,
            boolean copyTags) {}

    @Override
    public String name() {
        return "StartRestoreJob";
    }

    @Override
    public String route() {
        return "PUT /restore-jobs";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.requiredString("RecoveryPointArn");
        Map<String, String> metadata = in.stringMap("Metadata");
        if (metadata == null) {
            in.note("Metadata", "null", "Member must not be null");
        }
        String role = in.string("IamRoleArn");
        String token = in.string("IdempotencyToken");
        String type = in.string("ResourceType", Members.NAME);
        boolean copyTags = in.flag("CopySourceTagsToRestoredResource");
        in.requireValid();
        if (role == null) {
            throw BackupException.missing(
                    "IamRoleArn must be specified to restore a DynamoDB table");
        }
        if (type != null && !type.equals(Members.DYNAMODB)) {
            throw BackupException.invalid("Invalid resource type for the recovery point: " + type);
        }
        return new Request(
                Members.place(in),
                arn,
                metadata == null ? Map.of() : metadata,
                role,
                token,
                copyTags);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                BackupAccess.on(name(), state, request.place(), request.arn()),
                BackupAccess.passRole(request.roleArn()));
    }

    @Override
    public RestoreJob execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        RecoveryPoint point = state.points().require(request.place(), request.arn());
        if (point.status() != RecoveryPoint.Status.COMPLETED) {
            throw BackupException.refused(
                    "Recovery point " + point.arn() + " is in state " + point.status());
        }
        RestoreMetadata metadata = RestoreMetadata.read(request.metadata());
        var target =
                new TableRef(
                        request.place().account(),
                        request.place().region(),
                        metadata.targetTable());
        rights.requireAssumable(request.place(), request.roleArn());
        return state.jobs()
                .restore(
                        new RestoreJob(
                                request.place(),
                                "",
                                request.token(),
                                RestoreJob.Status.PENDING,
                                null,
                                point.arn(),
                                point.vaultArn(),
                                point.created(),
                                request.roleArn(),
                                request.metadata(),
                                request.copyTags(),
                                point.table(),
                                target,
                                metadata.encryption(),
                                metadata.keyId(),
                                point.bytes(),
                                Instant.EPOCH,
                                null));
    }

    @Override
    public void encode(RestoreJob answer, ResponseWriter out) {
        out.string("RestoreJobId", answer.id());
    }
}
