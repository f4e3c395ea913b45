package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.AwsBackup;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.RecoveryPoint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * ListProtectedResources: the tables that have recovery points.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html">ListProtectedResources</a>
 */
final class ListProtectedResources
        implements RestOperation<ListProtectedResources.Request, Listing<RecoveryPoint>> {
    private final AwsBackup state;

    ListProtectedResources(AwsBackup state) {
        this.state = state;
    }

    record Request(Place place, Listing.Asked page) {}

    @Override
    public String name() {
        return "ListProtectedResources";
    }

    @Override
    public String route() {
        return "GET /resources/?MaxResults:number=maxResults&NextToken=nextToken";
    }

    @Override
    public Request decode(RequestReader in) {
        Listing.Asked page = Listing.Asked.read(in);
        in.requireValid();
        return new Request(Members.place(in), page);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Listing<RecoveryPoint> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return Listing.of(
                PointJson.newest(state.points().list(request.place())),
                request.page(),
                point -> point.table().arn());
    }

    @Override
    public void encode(Listing<RecoveryPoint> answer, ResponseWriter out) {
        answer.write(out, "Results", PointJson::resource);
    }
}
