package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * UpdateGlobalTable: adds tables to a global table of version 2017.11.29, or takes some out of it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTable.html">UpdateGlobalTable</a>
 */
final class UpdateGlobalTable
        implements Operation<
                RequestReader, ResponseWriter, UpdateGlobalTable.Request, LegacyGlobalTable> {
    private final Catalog tables;
    private final LegacyAccess access;

    UpdateGlobalTable(Catalog tables, LegacyAccess access) {
        this.tables = tables;
        this.access = access;
    }

    record Request(TableRef name, List<String> joining, List<String> leaving) {
        List<String> regions() {
            return Stream.concat(joining.stream(), leaving.stream()).toList();
        }
    }

    @Override
    public String name() {
        return "UpdateGlobalTable";
    }

    @Override
    public Request decode(RequestReader in) {
        TableRef name = GlobalTableMembers.name(in);
        List<String> joining = new ArrayList<>();
        List<String> leaving = new ArrayList<>();
        boolean clear = true;
        for (RequestReader update : in.requiredStructures("ReplicaUpdates", "ReplicaUpdate")) {
            RequestReader create = update.structure("Create", "CreateReplicaAction");
            RequestReader delete = update.structure("Delete", "DeleteReplicaAction");
            clear &= (create == null) != (delete == null);
            if (create != null) {
                joining.add(create.requiredString("RegionName"));
            }
            if (delete != null) {
                leaving.add(delete.requiredString("RegionName"));
            }
        }
        in.requireValid();
        if (!clear) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Exactly one of"
                            + " ReplicaUpdate.Create, ReplicaUpdate.Delete must be specified");
        }
        Request request = new Request(name, joining, leaving);
        GlobalTableMembers.checkRegions("ReplicaUpdates", request.regions());
        return request;
    }

    @Override
    public List<Access> access(Request request) {
        return request.joining().isEmpty()
                ? access.to(name(), request.name(), request.regions())
                : access.toReplicate(name(), request.name(), request.regions());
    }

    @Override
    public LegacyGlobalTable execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        LegacyGlobalTable updated =
                tables.updateLegacy(
                        request.name().account(),
                        request.name().name(),
                        request.joining(),
                        request.leaving());
        if (!request.joining().isEmpty()) {
            access.ensureRole(request.name().account());
        }
        return updated;
    }

    @Override
    public void encode(LegacyGlobalTable global, ResponseWriter out) {
        GlobalTableMembers.write(out, global, GlobalTableMembers.status(global));
    }
}
