package dev.tablewright.server.operation.backup;

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
 * UpdateRegionSettings: says whether AWS Backup protects DynamoDB here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html">UpdateRegionSettings</a>
 */
final class UpdateRegionSettings implements RestOperation<UpdateRegionSettings.Request, Done> {
    private final AwsBackup state;

    UpdateRegionSettings(AwsBackup state) {
        this.state = state;
    }

    /**
     * The request.
     *
     * @param on null to leave it as it is
     */
    record Request(Place place, @Nullable Boolean on) {}

    @Override
    public String name() {
        return "UpdateRegionSettings";
    }

    @Override
    public String route() {
        return "PUT /account-settings";
    }

    @Override
    public Request decode(RequestReader in) {
        RequestReader protect = in.structure("ResourceTypeOptInPreference", "Preference");
        RequestReader manage = in.structure("ResourceTypeManagementPreference", "Preference");
        Boolean on = protect == null ? null : protect.bool(Members.DYNAMODB);
        boolean advanced = manage != null && manage.flag(Members.DYNAMODB);
        in.requireValid();
        if (advanced) {
            throw Members.unsupported("Advanced DynamoDB backup");
        }
        return new Request(Members.place(in), on);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Boolean on = request.on();
        if (on != null) {
            state.preferences().protectDynamoDb(request.place(), on);
        }
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
