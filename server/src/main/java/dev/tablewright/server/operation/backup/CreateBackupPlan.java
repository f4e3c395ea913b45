package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * CreateBackupPlan: makes a plan; its rules run from now on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html">CreateBackupPlan</a>
 */
final class CreateBackupPlan implements RestOperation<CreateBackupPlan.Request, BackupPlan> {
    private final AwsBackup state;

    CreateBackupPlan(AwsBackup state) {
        this.state = state;
    }

    record Request(
            Place place,
            @Nullable String requestId,
            BackupPlan.Version plan,
            Map<String, String> tags) {}

    @Override
    public String name() {
        return "CreateBackupPlan";
    }

    @Override
    public String route() {
        return "PUT /backup/plans/";
    }

    @Override
    public Request decode(RequestReader in) {
        RequestReader sent = in.requiredStructure("BackupPlan", "BackupPlanInput");
        BackupPlan.Version plan = sent == null ? null : PlanJson.read(sent);
        Map<String, String> tags = Members.tags(in, "BackupPlanTags");
        String requestId = in.string("CreatorRequestId");
        in.requireValid();
        return new Request(Members.place(in), requestId, Objects.requireNonNull(plan), tags);
    }

    @Override
    public List<Access> access(Request request) {
        String arn = request.place().arn("backup-plan", "*");
        return List.of(BackupAccess.tagging(name(), state, request.place(), arn, request.tags()));
    }

    @Override
    public BackupPlan execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        PlanJson.requireRules(request.plan());
        return state.plans()
                .create(request.place(), request.requestId(), request.plan(), request.tags());
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
