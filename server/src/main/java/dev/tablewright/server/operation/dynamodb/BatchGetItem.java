package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Items.Found;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.Returned.Use;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * BatchGetItem: reads up to 100 items of several tables, up to 16 MB of them; what does not fit is
 * given back as unprocessed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
 */
final class BatchGetItem
        implements Operation<
                RequestReader, ResponseWriter, BatchGetItem.Request, BatchGetItem.Response> {
    private static final int MAX_KEYS = 100;
    private static final long MAX_RESPONSE_BYTES = 16L << 20;

    private final Tables tables;
    private final Items items;

    BatchGetItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(List<TableRequest> tables, Returned returned) {}

    /** The keys of one table; what else was sent is kept to be given back with unprocessed keys. */
    record TableRequest(
            NamedTable table,
            List<Item> keys,
            boolean consistent,
            @Nullable Projection projection,
            @Nullable String projectionText,
            @Nullable Map<String, String> names,
            @Nullable List<String> attributesToGet) {}

    record Response(Request request, List<TableResponse> tables) {}

    record TableResponse(
            TableRequest request,
            List<Item> items,
            List<Item> unprocessed,
            ConsumedCapacity consumed) {}

    @Override
    public String name() {
        return "BatchGetItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        Map<String, RequestReader> members =
                in.requiredStructureMap(
                        "RequestItems",
                        "KeysAndAttributes",
                        Constraint.minLength(1),
                        Constraint.tableNames());
        List<Undecoded> undecoded = new ArrayList<>();
        members.forEach((table, entry) -> undecoded.add(Undecoded.read(table, entry)));
        in.requireValid();
        List<TableRequest> decoded = new ArrayList<>();
        int keys = 0;
        for (Undecoded table : undecoded) {
            decoded.add(table.decode(in));
            keys += table.keys().size();
            if (keys > MAX_KEYS) {
                throw new ValidationException("Too many items requested for the BatchGetItem call");
            }
        }
        return new Request(decoded, returned);
    }

    /** One entry of RequestItems, its rules noted but its values not yet judged. */
    private record Undecoded(
            String table,
            RequestReader entry,
            List<Read<Item>> keys,
            boolean consistent,
            ProjectionMembers projection) {
        static Undecoded read(String table, RequestReader entry) {
            List<Read<Item>> keys =
                    entry.requiredItems(
                            "Keys", Constraint.minLength(1), Constraint.maxLength(MAX_KEYS));
            List<String> attributesToGet = LegacyMembers.attributesToGet(entry);
            boolean consistent = entry.flag("ConsistentRead");
            return new Undecoded(
                    table, entry, keys, consistent, ProjectionMembers.read(entry, attributesToGet));
        }

        TableRequest decode(RequestReader in) {
            Projection bound = projection.bind(List.of());
            Set<Item> seen = new HashSet<>();
            for (Read<Item> key : keys) {
                if (!seen.add(key.orThrow())) {
                    throw new ValidationException("Provided list of item keys contains duplicates");
                }
            }
            return new TableRequest(
                    new NamedTable(table, in.tableNamed(table)),
                    keys.stream().map(Read::orThrow).toList(),
                    consistent,
                    bound,
                    entry.string("ProjectionExpression"),
                    projection.expressions().names(),
                    projection.attributesToGet());
        }
    }

    /** One permission for each table; one that is denied denies them all. */
    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        for (TableRequest table : request.tables()) {
            needed.add(
                    ItemAccess.toTable(name(), tables, table.table().ref())
                            .items(table.keys())
                            .attributes(GetItem.attributesOf(table.projection()))
                            .with("Select", GetItem.selectOf(table.projection()))
                            .with("ReturnConsumedCapacity", request.returned())
                            .build());
        }
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Map<TableRequest, List<Found>> found = new LinkedHashMap<>();
        List<TableResponse> unprocessed = new ArrayList<>();
        List<DatabaseException.ThroughputExceeded> exceeded = new ArrayList<>();
        for (TableRequest table : request.tables()) {
            TableRef ref = table.table().ref();
            Table known = tables.require(ref);
            try {
                found.put(table, items.getAll(ref, table.keys(), table.consistent()));
            } catch (DatabaseException.ThroughputExceeded overBudget) {
                exceeded.add(overBudget);
                unprocessed.add(new TableResponse(table, List.of(), table.keys(), none(ref)));
            }
            ProjectionMembers.requireScalarKeys(table.projection(), known);
        }
        // What is over a budget is given back, unless that is everything.
        if (!exceeded.isEmpty() && found.isEmpty()) {
            throw exceeded.getFirst();
        }
        List<TableResponse> responses = new ArrayList<>(fit(found));
        responses.addAll(unprocessed);
        return new Response(request, responses);
    }

    private static ConsumedCapacity none(TableRef table) {
        return ConsumedCapacity.onTable(table, ConsumedCapacity.Units.NONE);
    }

    /** Takes items until the answer is full. */
    private static List<TableResponse> fit(Map<TableRequest, List<Found>> found) {
        List<TableResponse> responses = new ArrayList<>();
        long room = MAX_RESPONSE_BYTES;
        for (var entry : found.entrySet()) {
            TableRequest table = entry.getKey();
            List<Item> shown = new ArrayList<>();
            List<Item> unprocessed = new ArrayList<>();
            ConsumedCapacity consumed = none(table.table().ref());
            for (int i = 0; i < table.keys().size(); i++) {
                Found each = entry.getValue().get(i);
                Item item = each.item();
                room -= item == null ? 0 : item.sizeBytes();
                if (room < 0) {
                    unprocessed.add(table.keys().get(i));
                    continue;
                }
                consumed = consumed.plus(each.consumed());
                if (item != null) {
                    shown.add(table.projection() == null ? item : table.projection().apply(item));
                }
            }
            responses.add(new TableResponse(table, shown, unprocessed, consumed));
        }
        return responses;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.object(
                "Responses",
                byTable -> {
                    for (TableResponse table : response.tables()) {
                        byTable.items(table.request().table().text(), table.items());
                    }
                });
        out.object(
                "UnprocessedKeys",
                byTable -> {
                    for (TableResponse table : response.tables()) {
                        if (!table.unprocessed().isEmpty()) {
                            byTable.object(
                                    table.request().table().text(),
                                    entry -> writeUnprocessed(entry, table));
                        }
                    }
                });
        List<Use> uses =
                response.tables().stream()
                        .map(table -> new Use(table.request().table().text(), table.consumed()))
                        .toList();
        response.request().returned().write(out, uses, Returned.Detail.PLAIN);
    }

    private static void writeUnprocessed(ResponseWriter out, TableResponse table) {
        TableRequest request = table.request();
        out.items("Keys", table.unprocessed());
        if (request.consistent()) {
            out.bool("ConsistentRead", true);
        }
        if (request.projectionText() != null) {
            out.string("ProjectionExpression", request.projectionText());
        }
        Map<String, String> names = request.names();
        if (names != null) {
            out.object("ExpressionAttributeNames", byKey -> names.forEach(byKey::string));
        }
        if (request.attributesToGet() != null) {
            out.strings("AttributesToGet", request.attributesToGet());
        }
    }
}
