package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;
import java.util.Map;

/**
 * UpdateGlobalSettings: backups do not go across accounts here, which cannot be changed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html">UpdateGlobalSettings</a>
 */
final class UpdateGlobalSettings implements RestOperation<UpdateGlobalSettings.Request, Done> {

    record Request(Map<String, String> settings) {}

    @Override
    public String name() {
        return "UpdateGlobalSettings";
    }

    @Override
    public String route() {
        return "PUT /global-settings";
    }

    @Override
    public Request decode(RequestReader in) {
        Map<String, String> settings = Members.tags(in, "GlobalSettings");
        in.requireValid();
        return new Request(settings);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        authorized
                .request()
                .settings()
                .forEach(
                        (setting, value) -> {
                            if (!value.equals("false")) {
                                throw Members.unsupported(setting);
                            }
                        });
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
