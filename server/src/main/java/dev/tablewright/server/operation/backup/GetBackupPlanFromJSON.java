package dev.tablewright.server.operation.backup;

import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * GetBackupPlanFromJSON: what a document says, as a plan.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlanFromJSON.html">GetBackupPlanFromJSON</a>
 */
final class GetBackupPlanFromJSON implements RestOperation<BackupPlan.Version, BackupPlan.Version> {

    @Override
    public String name() {
        return "GetBackupPlanFromJSON";
    }

    @Override
    public String route() {
        return "POST /backup/template/json/toPlan";
    }

    @Override
    public BackupPlan.Version decode(RequestReader in) {
        String text = in.requiredString("BackupPlanTemplateJson");
        in.requireValid();
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        RequestReader document;
        try {
            document = RequestReader.of(JsonMembers.parse(json), json, in.context());
        } catch (JsonSyntaxException malformed) {
            throw BackupException.invalid("Invalid backup plan template JSON");
        }
        BackupPlan.Version plan = PlanJson.read(document);
        document.requireValid();
        return plan;
    }

    @Override
    public List<Access> access(BackupPlan.Version request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public BackupPlan.Version execute(Authorized<BackupPlan.Version> authorized) {
        return authorized.request();
    }

    @Override
    public void encode(BackupPlan.Version answer, ResponseWriter out) {
        out.object("BackupPlan", inside -> PlanJson.write(inside, answer));
    }
}
