package dev.tablewright.server.operation.backup;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;
import dev.tablewright.server.protocol.RestOperation;

import java.util.List;

/**
 * GetSupportedResourceTypes: what can be backed up: tables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetSupportedResourceTypes.html">GetSupportedResourceTypes</a>
 */
final class GetSupportedResourceTypes implements RestOperation<Place, Done> {

    @Override
    public String name() {
        return "GetSupportedResourceTypes";
    }

    @Override
    public String route() {
        return "GET /supported-resource-types";
    }

    @Override
    public Place decode(RequestReader in) {
        return Members.place(in);
    }

    @Override
    public List<Access> access(Place request) {
        return List.of(BackupAccess.any(name()));
    }

    @Override
    public Done execute(Authorized<Place> authorized) {
        return Done.DONE;
    }

    @Override
    public void encode(Done answer, ResponseWriter out) {
        out.strings("ResourceTypes", List.of(Members.DYNAMODB));
    }
}
