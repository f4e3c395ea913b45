package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.backup.RestoreJob;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * DescribeProtectedResource: a table that has recovery points.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeProtectedResource.html">DescribeProtectedResource</a>
 */
final class DescribeProtectedResource
        implements RestOperation<Members.Named, DescribeProtectedResource.Response> {
    private final AwsBackup state;

    DescribeProtectedResource(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DescribeProtectedResource";
    }

    @Override
    public String route() {
        return "GET /resources/{ResourceArn}";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.id(in, "ResourceArn");
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Response execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        RecoveryPoint newest =
                PointJson.newest(state.points().list(request.place())).stream()
                        .filter(point -> point.table().arn().equals(request.name()))
                        .findFirst()
                        .orElseThrow(() -> AwsBackup.noResource(request.name()));
        RestoreJob restored =
                state.jobs().restores(request.place()).stream()
                        .filter(
                                job ->
                                        job.source().equals(newest.table())
                                                && job.status() == RestoreJob.Status.COMPLETED)
                        .findFirst()
                        .orElse(null);
        return new Response(newest, restored);
    }

    @Override
    public void encode(Response answer, ResponseWriter out) {
        PointJson.resource(out, answer.newest());
        RestoreJob job = answer.restored();
        Instant ended = job == null ? null : job.ended();
        if (job != null && ended != null) {
            out.number(
                    "LatestRestoreExecutionTimeMinutes",
                    Duration.between(job.created(), ended).toMinutes());
            out.time("LatestRestoreJobCreationDate", job.created());
            out.time("LatestRestoreRecoveryPointCreationDate", job.recoveryPointCreated());
        }
    }

    record Response(RecoveryPoint newest, @Nullable RestoreJob restored) {}
}
