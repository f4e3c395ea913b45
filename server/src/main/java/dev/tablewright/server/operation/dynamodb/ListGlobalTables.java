package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ListGlobalTables: lists global tables of version 2017.11.29, all or those with a table in one
 * region. Those of the current version are not among them, on AWS either.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html">ListGlobalTables</a>
 */
final class ListGlobalTables
        implements Operation<
                RequestReader, ResponseWriter, ListGlobalTables.Request, ListGlobalTables.Page> {
    private static final int DEFAULT_LIMIT = 100;

    private final Catalog tables;

    ListGlobalTables(Catalog tables) {
        this.tables = tables;
    }

    record Request(String account, @Nullable String after, int limit, @Nullable String region) {
        boolean asksFor(LegacyGlobalTable global) {
            return (after == null || global.name().compareTo(after) > 0)
                    && (region == null
                            || global.staying().stream()
                                    .anyMatch(table -> table.ref().region().equals(region)));
        }
    }

    record Page(List<LegacyGlobalTable> tables, boolean last) {}

    @Override
    public String name() {
        return "ListGlobalTables";
    }

    @Override
    public Request decode(RequestReader in) {
        String after = in.string("ExclusiveStartGlobalTableName", GlobalTableMembers.NAME);
        Integer limit = in.integer("Limit", Constraint.atLeast(1));
        String region = in.string("RegionName");
        in.requireValid();
        return new Request(in.account(), after, limit == null ? DEFAULT_LIMIT : limit, region);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(TableAccess.toText(name(), "*"));
    }

    @Override
    public Page execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<LegacyGlobalTable> found =
                tables.legacyGlobalTables(request.account()).stream()
                        .filter(request::asksFor)
                        .toList();
        int size = Math.min(request.limit(), found.size());
        return new Page(found.subList(0, size), size == found.size());
    }

    @Override
    public void encode(Page page, ResponseWriter out) {
        out.objects(
                "GlobalTables",
                page.tables(),
                (each, global) -> {
                    each.string("GlobalTableName", global.name());
                    GlobalTableMembers.writeRegions(each, global);
                });
        if (!page.last()) {
            out.string("LastEvaluatedGlobalTableName", page.tables().getLast().name());
        }
    }
}
