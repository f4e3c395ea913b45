package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;
import java.util.Map;

/**
 * TagResource: gives tags; those of other keys stay.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TagResource.html">TagResource</a>
 */
final class TagResource implements RestOperation<TagResource.Request, Done> {
    private final AwsBackup state;

    TagResource(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String arn, Map<String, String> tags) {}

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public String route() {
        return "POST /tags/{ResourceArn}";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.requiredString("ResourceArn");
        Map<String, String> tags = in.stringMap("Tags");
        if (tags == null) {
            in.note("Tags", "null", "Member must not be null");
        }
        in.requireValid();
        return new Request(Members.place(in), arn, tags == null ? Map.of() : tags);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                BackupAccess.tagging(
                        name(), state, request.place(), request.arn(), request.tags()));
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.retag(
                request.place(),
                request.arn(),
                present -> {
                    present.putAll(request.tags());
                    return present;
                });
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.nothing();
    }
}
