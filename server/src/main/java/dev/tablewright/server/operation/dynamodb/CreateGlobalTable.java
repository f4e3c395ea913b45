package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * CreateGlobalTable: makes a global table of version 2017.11.29 of empty tables that are there. The
 * answer says CREATING; it is ready when it arrives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html">CreateGlobalTable</a>
 */
final class CreateGlobalTable
        implements Operation<
                RequestReader, ResponseWriter, CreateGlobalTable.Request, LegacyGlobalTable> {
    private final Catalog tables;
    private final LegacyAccess access;

    CreateGlobalTable(Catalog tables, LegacyAccess access) {
        this.tables = tables;
        this.access = access;
    }

    record Request(TableRef name, List<String> regions) {}

    @Override
    public String name() {
        return "CreateGlobalTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef name = GlobalTableMembers.name(in);
        List<String> regions =
                in.requiredStructures("ReplicationGroup", "Replica").stream()
                        .map(replica -> replica.string("RegionName"))
                        .map(region -> region == null ? in.region() : region)
                        .toList();
        in.requireValid();
        GlobalTableMembers.checkRegions("ReplicationGroup", regions);
        return new Request(name, regions);
    }

    @Override
    public List<Access> access(Request request) {
        return access.toReplicate(name(), request.name(), request.regions());
    }

    @Override
    public LegacyGlobalTable execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        LegacyGlobalTable made =
                tables.createLegacy(
                        request.name().account(), request.name().name(), request.regions());
        access.ensureRole(request.name().account());
        return made;
    }

    @Override
    public void encode(LegacyGlobalTable global, ResponseWriter out) {
        GlobalTableMembers.write(out, global, "CREATING");
    }
}
