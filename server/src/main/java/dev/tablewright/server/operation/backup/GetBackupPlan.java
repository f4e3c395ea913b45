package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * GetBackupPlan: what a plan says, or said.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlan.html">GetBackupPlan</a>
 */
final class GetBackupPlan implements RestOperation<GetBackupPlan.Request, GetBackupPlan.Response> {
    private final AwsBackup state;

    GetBackupPlan(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, @Nullable String version, int preview) {}

    record Response(BackupPlan plan, BackupPlan.Version version, int preview) {}

    @Override
    public String name() {
        return "GetBackupPlan";
    }

    @Override
    public String route() {
        return "GET /backup/plans/{BackupPlanId}/?VersionId=versionId&MaxScheduledRunsPreview:number=MaxScheduledRunsPreview";
    }

    @Override
    public Request decode(RequestReader in) {
        String id = in.requiredString("BackupPlanId");
        String version = in.string("VersionId");
        Integer preview =
                in.integer("MaxScheduledRunsPreview", Constraint.atLeast(0), Constraint.atMost(10));
        in.requireValid();
        return new Request(Members.place(in), id, version, preview == null ? 0 : preview);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.name()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        BackupPlan plan = state.plans().require(request.place(), request.name());
        return new Response(plan, version(plan, request.version()), request.preview());
    }

    @Override
    public void encode(Response answer, ResponseWriter out) {
        out.object("BackupPlan", inside -> PlanJson.write(inside, answer.version()));
        BackupPlan plan = answer.plan();
        out.string("BackupPlanId", plan.id());
        out.string("BackupPlanArn", plan.arn());
        out.string("VersionId", answer.version().id());
        Members.text(out, "CreatorRequestId", plan.requestId());
        out.time("CreationDate", answer.version().created());
        Members.time(out, "DeletionDate", plan.deleted());
        Members.time(out, "LastExecutionDate", plan.lastRun());
        PlanJson.options(out, answer.version());
        if (answer.preview() > 0) {
            out.objects(
                    "ScheduledRunsPreview",
                    state.plans().comingRuns(plan, answer.preview()),
                    (inside, run) -> {
                        inside.time("ExecutionTime", run.time());
                        inside.string("RuleId", run.ruleId());
                        inside.string("RuleExecutionType", "SNAPSHOTS");
                    });
        }
    }

    static BackupPlan.Version version(BackupPlan plan, @Nullable String id) {
        return plan.versions().stream()
                .filter(version -> version.id().equals(id == null ? plan.current().id() : id))
                .findFirst()
                .orElseThrow(
                        () ->
                                BackupException.notFound(
                                        "Failed reading Backup plan with provided version"));
    }
}
