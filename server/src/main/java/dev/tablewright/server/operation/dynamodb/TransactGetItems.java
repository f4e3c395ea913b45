package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.engine.transaction.Transactions.ReadElement;
import dev.tablewright.engine.transaction.Transactions.ReadResult;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * TransactGetItems: reads up to 100 items at one instant.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html">TransactGetItems</a>
 */
final class TransactGetItems
        implements Operation<
                RequestReader,
                ResponseWriter,
                TransactGetItems.Request,
                TransactGetItems.Response> {
    private final Tables tables;
    private final Transactions transactions;

    TransactGetItems(Tables tables, Transactions transactions) {
        this.tables = tables;
        this.transactions = transactions;
    }

    record Request(List<Get> gets, Returned returned) {}

    record Get(NamedTable table, Item key, @Nullable Projection projection) {}

    record Response(Request request, ReadResult result) {}

    @Override
    public String name() {
        return "TransactGetItems";
    }

    @Override
    public Request decode(RequestReader in) {
        List<RequestReader> elements =
                in.requiredStructures(
                        "TransactItems",
                        "TransactGetItem",
                        Constraint.minLength(1),
                        Constraint.maxLength(TransactWriteItems.MAX_ELEMENTS));
        List<Undecoded> undecoded = new ArrayList<>();
        for (RequestReader element : elements) {
            RequestReader get = element.requiredStructure("Get", "Get");
            if (get != null) {
                undecoded.add(
                        new Undecoded(
                                get.requiredItem("Key"),
                                NamedTable.read(get),
                                ProjectionMembers.read(get, null)));
            }
        }
        Returned returned = Returned.read(in);
        in.requireValid();
        List<Get> gets = undecoded.stream().map(Undecoded::decode).toList();
        TransactWriteItems.requireOneAccount(gets.stream().map(Get::table).toList());
        return new Request(gets, returned);
    }

    /** A Get, its rules noted but its values not yet judged. */
    private record Undecoded(Read<Item> key, NamedTable table, ProjectionMembers projection) {
        Get decode() {
            Projection bound = projection.bind(List.of(key));
            return new Get(table, key.orThrow(), bound);
        }
    }

    /** There is no action of this name: each element needs GetItem. */
    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        for (Get get : request.gets()) {
            needed.add(
                    ItemAccess.toTable("GetItem", tables, get.table().ref())
                            .items(List.of(get.key()))
                            .attributes(GetItem.attributesOf(get.projection()))
                            .with("Select", GetItem.selectOf(get.projection()))
                            .with("ReturnConsumedCapacity", request.returned())
                            .with("EnclosingOperation", name())
                            .build());
        }
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<ReadElement> elements = new ArrayList<>();
        for (Get get : request.gets()) {
            ProjectionMembers.requireScalarKeys(
                    get.projection(), tables.require(get.table().ref()));
            elements.add(new ReadElement(get.table().ref(), get.key()));
        }
        return new Response(request, transactions.read(elements));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        Request request = response.request();
        List<NamedTable> named = request.gets().stream().map(Get::table).toList();
        request.returned()
                .write(
                        out,
                        TransactWriteItems.uses(named, response.result().consumed()),
                        Returned.Detail.READ);
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < request.gets().size(); i++) {
            shown.add(
                    new Shown(
                            response.result().items().get(i), request.gets().get(i).projection()));
        }
        out.objects("Responses", shown, (element, each) -> each.write(element));
    }

    private record Shown(@Nullable Item item, @Nullable Projection projection) {
        void write(ResponseWriter out) {
            if (item != null) {
                out.item("Item", projection == null ? item : projection.apply(item));
            }
        }
    }
}
