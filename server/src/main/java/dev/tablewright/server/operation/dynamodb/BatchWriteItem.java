package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * BatchWriteItem: puts and deletes up to 25 items of several tables, each on its own; what could
 * not be written for want of capacity is given back as unprocessed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>
 */
final class BatchWriteItem
        implements Operation<
                RequestReader, ResponseWriter, BatchWriteItem.Request, BatchWriteItem.Response> {
    private static final int MAX_WRITES = 25;

    private final Tables tables;
    private final Items items;

    BatchWriteItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(List<TableRequest> tables, Returned returned, CollectionMetrics.Asked metrics) {}

    record TableRequest(NamedTable table, List<ItemWrite> writes) {}

    record Response(Request request, List<TableResponse> tables) {}

    record TableResponse(
            NamedTable table,
            List<ItemWrite> unprocessed,
            List<CollectionMetrics> collections,
            ConsumedCapacity consumed) {}

    @Override
    public String name() {
        return "BatchWriteItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        CollectionMetrics.Asked metrics = CollectionMetrics.Asked.read(in);
        Map<String, List<RequestReader>> members =
                in.requiredStructureListMap(
                        "RequestItems",
                        "WriteRequest",
                        Constraint.minLength(1),
                        Constraint.tableNames(),
                        Constraint.values(
                                Constraint.maxLength(MAX_WRITES), Constraint.minLength(1)));
        List<Undecoded> undecoded = new ArrayList<>();
        members.forEach((table, writes) -> undecoded.add(Undecoded.read(table, writes)));
        in.requireValid();
        return new Request(decode(in, undecoded), returned, metrics);
    }

    private static List<TableRequest> decode(RequestReader in, List<Undecoded> undecoded) {
        List<TableRequest> decoded = new ArrayList<>();
        int writes = 0;
        for (Undecoded table : undecoded) {
            decoded.add(table.decode(in));
            writes += table.writes().size();
            if (writes > MAX_WRITES) {
                throw new ValidationException(
                        "Too many items requested for the BatchWriteItem call");
            }
        }
        return decoded;
    }

    /** One entry of RequestItems, its rules noted but its values not yet judged. */
    private record Undecoded(String table, List<UndecodedWrite> writes) {
        static Undecoded read(String table, List<RequestReader> writes) {
            return new Undecoded(table, writes.stream().map(UndecodedWrite::read).toList());
        }

        TableRequest decode(RequestReader in) {
            return new TableRequest(
                    new NamedTable(table, in.tableNamed(table)),
                    writes.stream().map(UndecodedWrite::decode).toList());
        }
    }

    /** A WriteRequest: one of the two should be there. */
    private record UndecodedWrite(@Nullable Read<Item> put, @Nullable Read<Item> delete) {
        static UndecodedWrite read(RequestReader write) {
            RequestReader delete = write.structure("DeleteRequest", "DeleteRequest");
            RequestReader put = write.structure("PutRequest", "PutRequest");
            return new UndecodedWrite(
                    put == null ? null : put.requiredItem("Item"),
                    delete == null ? null : delete.requiredItem("Key"));
        }

        ItemWrite decode() {
            if (put != null && delete == null) {
                Item item = put.orThrow();
                PutItem.requireItemSize(item);
                return new ItemWrite.Put(item, Condition.ALWAYS);
            }
            if (delete != null && put == null) {
                return new ItemWrite.Remove(delete.orThrow(), Condition.ALWAYS);
            }
            // The words are those of a union that is not one, whatever the union.
            throw new ValidationException(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly"
                            + " one of the supported datatypes");
        }
    }

    /** One permission for each table; one that is denied denies them all. */
    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        for (TableRequest table : request.tables()) {
            needed.add(
                    ItemAccess.toTable(name(), tables, table.table().ref())
                            .items(table.writes().stream().map(BatchWriteItem::itemOf).toList())
                            .with("ReturnConsumedCapacity", request.returned())
                            .build());
        }
        return needed;
    }

    /** The item of a put, the key of a delete. */
    private static Item itemOf(ItemWrite write) {
        return switch (write) {
            case ItemWrite.Put(var item, _) -> item;
            case ItemWrite.Remove(var key, _) -> key;
            case ItemWrite.Change _, ItemWrite.Check _ ->
                    throw new IllegalArgumentException("no batch has " + write);
        };
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        for (TableRequest table : request.tables()) {
            requireWritable(table);
        }
        return new Response(request, write(request));
    }

    /** What is over a budget is given back, unless that is everything. */
    private List<TableResponse> write(Request request) {
        List<TableResponse> responses = new ArrayList<>();
        List<DatabaseException.ThroughputExceeded> exceeded = new ArrayList<>();
        for (TableRequest table : request.tables()) {
            try {
                responses.add(write(table, request.metrics()));
            } catch (DatabaseException.ThroughputExceeded overBudget) {
                exceeded.add(overBudget);
                responses.add(unprocessed(table));
            }
        }
        if (!exceeded.isEmpty() && exceeded.size() == responses.size()) {
            throw exceeded.getFirst();
        }
        return responses;
    }

    private static TableResponse unprocessed(TableRequest request) {
        return new TableResponse(
                request.table(),
                request.writes(),
                List.of(),
                ConsumedCapacity.onTable(request.table().ref(), ConsumedCapacity.Units.NONE));
    }

    /** Refuses the whole batch for one impossible write, before anything is written. */
    private void requireWritable(TableRequest request) {
        TableRef ref = request.table().ref();
        TableDefinition definition = tables.require(ref).definition();
        List<String> key = definition.key().attributes();
        Set<Item> seen = new HashSet<>();
        for (ItemWrite write : request.writes()) {
            requireKey(definition, write);
            items.requireWritable(ref, write);
            if (!seen.add(itemOf(write).only(key))) {
                throw new ValidationException("Provided list of item keys contains duplicates");
            }
        }
    }

    /** In a batch, an item without a key of the right types gets the same answer as a key. */
    private static void requireKey(TableDefinition table, ItemWrite write) {
        Item item = itemOf(write);
        for (String attribute : table.key().attributes()) {
            AttributeValue value = item.get(attribute);
            if (value == null || !KeyRules.hasType(value, KeyRules.type(table, attribute))) {
                throw KeyRules.keyMismatch();
            }
        }
    }

    private TableResponse write(TableRequest request, CollectionMetrics.Asked metrics) {
        TableRef ref = request.table().ref();
        List<CollectionMetrics> collections = new ArrayList<>();
        ConsumedCapacity consumed = ConsumedCapacity.onTable(ref, ConsumedCapacity.Units.NONE);
        List<Written> done;
        try {
            done = items.writeAll(ref, request.writes());
        } catch (DatabaseException.Throttled busy) {
            return unprocessed(request);
        }
        for (Written written : done) {
            consumed = consumed.plus(written.consumed());
            CollectionMetrics collection = metrics.of(tables, ref, written);
            if (collection != null) {
                collections.add(collection);
            }
        }
        return new TableResponse(request.table(), List.of(), collections, consumed);
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.object(
                "UnprocessedItems",
                byTable -> {
                    for (TableResponse table : response.tables()) {
                        if (!table.unprocessed().isEmpty()) {
                            byTable.objects(
                                    table.table().text(),
                                    table.unprocessed(),
                                    BatchWriteItem::writeUnprocessed);
                        }
                    }
                });
        List<TableResponse> collected =
                response.tables().stream().filter(table -> !table.collections().isEmpty()).toList();
        if (!collected.isEmpty()) {
            out.object(
                    "ItemCollectionMetrics",
                    byTable -> {
                        for (TableResponse table : collected) {
                            byTable.objects(
                                    table.table().text(),
                                    table.collections(),
                                    (element, collection) -> collection.write(element));
                        }
                    });
        }
        List<Use> uses =
                response.tables().stream()
                        .map(table -> new Use(table.table().text(), table.consumed()))
                        .toList();
        response.request().returned().write(out, uses, Returned.Detail.PLAIN);
    }

    private static void writeUnprocessed(ResponseWriter out, ItemWrite write) {
        boolean put = write instanceof ItemWrite.Put;
        out.object(
                put ? "PutRequest" : "DeleteRequest",
                request -> request.item(put ? "Item" : "Key", itemOf(write)));
    }
}
