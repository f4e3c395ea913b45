package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;
import java.util.Objects;

/**
 * UpdateBackupPlan: lets a plan say something else; what it said stays as an older version.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html">UpdateBackupPlan</a>
 */
final class UpdateBackupPlan implements RestOperation<UpdateBackupPlan.Request, BackupPlan> {
    private final AwsBackup state;

    UpdateBackupPlan(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String name, BackupPlan.Version plan) {}

    @Override
    public String name() {
        return "UpdateBackupPlan";
    }

    @Override
    public String route() {
        return "POST /backup/plans/{BackupPlanId}";
    }

    @Override
    public Request decode(RequestReader in) {
        String id = in.requiredString("BackupPlanId");
        RequestReader sent = in.requiredStructure("BackupPlan", "BackupPlanInput");
        BackupPlan.Version plan = sent == null ? null : PlanJson.read(sent);
        in.requireValid();
        return new Request(Members.place(in), id, Objects.requireNonNull(plan));
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.name()));
    }

    @Override
    public BackupPlan execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        PlanJson.requireRules(request.plan());
        return state.plans().update(request.place(), request.name(), request.plan());
    }

    @Override
    public void encode(BackupPlan answer, ResponseWriter out) {
        out.string("BackupPlanId", answer.id());
        out.string("BackupPlanArn", answer.arn());
        out.time("CreationDate", answer.current().created());
        out.string("VersionId", answer.current().id());
        PlanJson.options(out, answer.current());
    }
}
