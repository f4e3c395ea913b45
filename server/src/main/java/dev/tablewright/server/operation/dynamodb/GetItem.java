package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Items.Found;
import dev.tablewright.engine.query.Select;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * GetItem: reads one item by its key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html">GetItem</a>
 */
final class GetItem
        implements Operation<RequestReader, ResponseWriter, GetItem.Request, GetItem.Response> {
    private final Tables tables;
    private final Items items;

    GetItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(
            NamedTable table,
            Item key,
            boolean consistent,
            @Nullable Projection projection,
            Returned returned) {}

    record Response(Request request, Found found) {}

    @Override
    public String name() {
        return "GetItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        List<String> attributesToGet = LegacyMembers.attributesToGet(in);
        NamedTable table = NamedTable.read(in);
        Read<Item> key = in.requiredItem("Key");
        boolean consistent = in.flag("ConsistentRead");
        ProjectionMembers projection = ProjectionMembers.read(in, attributesToGet);
        in.requireValid();
        Projection bound = projection.bind(List.of(key));
        return new Request(table, key.orThrow(), consistent, bound, returned);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                ItemAccess.toTable("GetItem", tables, request.table().ref())
                        .items(List.of(request.key()))
                        .attributes(attributesOf(request.projection()))
                        .with("Select", selectOf(request.projection()))
                        .with("ReturnConsumedCapacity", request.returned())
                        .build());
    }

    /** Select as policies see it on reads by key, which have no such parameter. */
    static Select selectOf(@Nullable Projection projection) {
        return projection == null ? Select.ALL_ATTRIBUTES : Select.SPECIFIC_ATTRIBUTES;
    }

    static Set<String> attributesOf(@Nullable Projection projection) {
        return projection == null ? Set.of() : projection.attributes();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Found found = items.get(request.table().ref(), request.key(), request.consistent());
        if (request.projection() != null) {
            ProjectionMembers.requireScalarKeys(
                    request.projection(), tables.require(request.table().ref()));
        }
        return new Response(request, found);
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        Request request = response.request();
        Item item = response.found().item();
        if (item != null) {
            out.item(
                    "Item", request.projection() == null ? item : request.projection().apply(item));
        }
        request.returned().write(out, request.table(), response.found().consumed());
    }
}
