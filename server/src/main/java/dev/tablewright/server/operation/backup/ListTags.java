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
import java.util.TreeMap;

/**
 * ListTags: the tags of a vault, a plan or a recovery point.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html">ListTags</a>
 */
final class ListTags
        implements RestOperation<ListTags.Request, Listing<Map.Entry<String, String>>> {
    private final AwsBackup state;

    ListTags(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, String arn, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListTags";
    }

    @Override
    public String route() {
        return "GET /tags/{ResourceArn}/?MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.requiredString("ResourceArn");
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), arn, page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.on(name(), state, request.place(), request.arn()));
    }

    @Override
    public Listing<Map.Entry<String, String>> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Map<String, String> tags = state.tagsOf(request.place(), request.arn());
        if (tags == null) {
            throw AwsBackup.noResource(request.arn());
        }
        return Listing.of(
                List.copyOf(new TreeMap<>(tags).entrySet()), request.page(), Map.Entry::getKey);
    }

    @Override
    public void encode(Listing<Map.Entry<String, String>> answer, ResponseWriter out) {
        out.object(
                "Tags",
                inside ->
                        answer.elements()
                                .forEach(tag -> inside.string(tag.getKey(), tag.getValue())));
        Members.text(out, "NextToken", answer.next());
    }
}
