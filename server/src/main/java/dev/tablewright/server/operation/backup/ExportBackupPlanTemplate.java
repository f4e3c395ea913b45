package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ExportBackupPlanTemplate: what a plan says, as a document.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ExportBackupPlanTemplate.html">ExportBackupPlanTemplate</a>
 */
final class ExportBackupPlanTemplate implements RestOperation<Members.Named, BackupPlan> {
    private final AwsBackup state;

    ExportBackupPlanTemplate(AwsBackup state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "ExportBackupPlanTemplate";
    }

    @Override
    public String route() {
        return "GET /backup/plans/{BackupPlanId}/toTemplate/";
    }

    @Override
    public Members.Named decode(RequestReader in) {
        return Members.id(in, "BackupPlanId");
    }

    @Override
    public List<Access> access(Members.Named request) {
        return List.of(BackupAccess.onPlan(name(), state, request.place(), request.name()));
    }

    @Override
    public BackupPlan execute(Authorized<Members.Named> authorized) {
        Members.Named request = authorized.request();
        return state.plans().requireInForce(request.place(), request.name());
    }

    @Override
    public void encode(BackupPlan answer, ResponseWriter out) {
        out.string(
                "BackupPlanTemplateJson",
                ResponseWriter.document(inside -> PlanJson.write(inside, answer.current())));
    }
}
