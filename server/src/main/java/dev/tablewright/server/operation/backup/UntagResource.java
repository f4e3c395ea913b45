package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * UntagResource: takes tags; keys that are not there do no harm.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UntagResource.html">UntagResource</a>
 */
final class UntagResource implements RestOperation<UntagResource.Request, Done> {
    private final AwsBackup state;

    UntagResource(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String arn, List<String> keys) {}

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public String route() {
        return "POST /untag/{ResourceArn}";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.requiredString("ResourceArn");
        List<String> keys = in.strings("TagKeyList");
        if (keys == null) {
            in.note("TagKeyList", "null", "Member must not be null");
        }
        in.requireValid();
        return new Request(Members.place(in), arn, keys == null ? List.of() : keys);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                BackupAccess.untagging(
                        name(), state, request.place(), request.arn(), request.keys()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.retag(
                request.place(),
                request.arn(),
                present -> {
                    request.keys().forEach(present::remove);
                    return present;
                });
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
