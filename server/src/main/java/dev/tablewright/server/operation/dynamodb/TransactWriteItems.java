package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.engine.transaction.Transactions.WriteResult;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.Update;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.ConditionMembers.OnFailure;
import dev.tablewright.server.operation.dynamodb.Returned.Use;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * TransactWriteItems: up to 100 puts, updates, deletes and checks, all of them or none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>
 */
final class TransactWriteItems
        implements Operation<
                RequestReader,
                ResponseWriter,
                TransactWriteItems.Request,
                TransactWriteItems.Response> {
    /** Most elements of a transaction. */
    static final int MAX_ELEMENTS = 100;

    private final Tables tables;
    private final Transactions transactions;

    TransactWriteItems(Tables tables, Transactions transactions) {
        this.tables = tables;
        this.transactions = transactions;
    }

    /**
     * A transaction.
     *
     * @param fingerprint of the request; the same token with another one is refused
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(
            List<Element> elements,
            @Nullable String token,
            byte[] fingerprint,
            Returned returned,
            CollectionMetrics.Asked metrics) {}

    record Element(NamedTable table, ItemWrite write, OnFailure onFailure) {}

    record Response(Request request, WriteResult result) {}

    /** The kinds of element, which are also the names of members. */
    private enum Kind {
        ConditionCheck,
        Put,
        Delete,
        Update
    }

    @Override
    public String name() {
        return "TransactWriteItems";
    }

    @Override
    public Request decode(RequestReader in) {
        List<RequestReader> members =
                in.requiredStructures(
                        "TransactItems",
                        "TransactWriteItem",
                        Constraint.minLength(1),
                        Constraint.maxLength(MAX_ELEMENTS));
        List<List<Undecoded>> undecoded =
                members.stream().map(TransactWriteItems::undecoded).toList();
        Returned returned = Returned.read(in);
        CollectionMetrics.Asked metrics = CollectionMetrics.Asked.read(in);
        String token =
                in.string("ClientRequestToken", Constraint.minLength(1), Constraint.maxLength(36));
        in.requireValid();
        List<Element> elements = new ArrayList<>();
        for (List<Undecoded> kinds : undecoded) {
            elements.add(theOne(kinds).decode());
        }
        requireOneAccount(elements.stream().map(Element::table).toList());
        return new Request(elements, token, in.fingerprint(), returned, metrics);
    }

    /** A transaction can be in another account, but not in two. */
    static void requireOneAccount(List<NamedTable> named) {
        if (named.stream().map(table -> table.ref().account()).distinct().count() > 1) {
            throw new ValidationException(
                    "One or more parameter values were invalid: All the tables of a transaction"
                            + " must be in one account");
        }
    }

    /** Reads whichever kinds an element has: one, if all is well. */
    private static List<Undecoded> undecoded(RequestReader element) {
        List<Undecoded> kinds = new ArrayList<>(1);
        for (Kind kind : Kind.values()) {
            RequestReader member = element.structure(kind.name(), kind.name());
            if (member != null) {
                kinds.add(Undecoded.read(kind, member));
            }
        }
        return kinds;
    }

    private static Undecoded theOne(List<Undecoded> kinds) {
        if (kinds.isEmpty()) {
            throw new ValidationException(
                    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update"
                            + " request");
        }
        if (kinds.size() > 1) {
            throw new ValidationException(
                    "TransactItems can only contain one of Check, Put, Update or Delete");
        }
        return kinds.getFirst();
    }

    /** An element, its rules noted but its values not yet judged. */
    private record Undecoded(
            Kind kind,
            NamedTable table,
            Read<Item> item,
            OnFailure onFailure,
            ExpressionMembers expressions) {
        static Undecoded read(Kind kind, RequestReader in) {
            Read<Item> item = in.requiredItem(kind == Kind.Put ? "Item" : "Key");
            if (kind == Kind.Update) {
                var _ = in.requiredString("UpdateExpression");
            }
            NamedTable table = NamedTable.read(in);
            if (kind == Kind.ConditionCheck) {
                var _ = in.requiredString("ConditionExpression");
            }
            return new Undecoded(kind, table, item, OnFailure.read(in), ExpressionMembers.read(in));
        }

        Element decode() {
            List<String> members =
                    kind == Kind.Update
                            ? List.of("UpdateExpression", "ConditionExpression")
                            : List.of("ConditionExpression");
            expressions.requireOneKind(members, List.of());
            Item decoded = item.orThrow();
            if (kind == Kind.Put) {
                PutItem.requireItemSize(decoded);
            }
            Expressions bound = expressions.bind();
            Condition condition = ConditionMembers.of(bound, Condition.ALWAYS);
            ItemWrite write =
                    switch (kind) {
                        case ConditionCheck -> new ItemWrite.Check(decoded, condition);
                        case Put -> new ItemWrite.Put(decoded, condition);
                        case Delete -> new ItemWrite.Remove(decoded, condition);
                        case Update ->
                                new ItemWrite.Change(
                                        decoded, Objects.requireNonNull(bound.update()), condition);
                    };
            return new Element(table, write, onFailure);
        }
    }

    /** There is no action of this name: each element needs its own. */
    @Override
    public List<Access> access(Request request) {
        List<Access> needed = new ArrayList<>();
        for (Element element : request.elements()) {
            ItemWrite write = element.write();
            ItemAccess access =
                    ItemAccess.toTable(actionOf(write), tables, element.table().ref())
                            .items(List.of(itemOf(write)))
                            .attributes(updatedBy(write))
                            .attributes(write.condition().attributes())
                            .with("ReturnConsumedCapacity", request.returned())
                            .with("EnclosingOperation", name());
            needed.add(
                    write instanceof ItemWrite.Check
                            ? access.build()
                            : access.with("ReturnValues", ReturnValues.NONE).build());
        }
        return needed;
    }

    private static String actionOf(ItemWrite write) {
        return switch (write) {
            case ItemWrite.Check _ -> "ConditionCheckItem";
            case ItemWrite.Put _ -> "PutItem";
            case ItemWrite.Remove _ -> "DeleteItem";
            case ItemWrite.Change _ -> "UpdateItem";
        };
    }

    /** The item of a put, the key of everything else. */
    private static Item itemOf(ItemWrite write) {
        return switch (write) {
            case ItemWrite.Check(var key, _) -> key;
            case ItemWrite.Put(var item, _) -> item;
            case ItemWrite.Remove(var key, _) -> key;
            case ItemWrite.Change(var key, _, _) -> key;
        };
    }

    private static Set<String> updatedBy(ItemWrite write) {
        return write instanceof ItemWrite.Change(_, Update update, _)
                ? update.attributes()
                : Set.of();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<WriteElement> elements =
                request.elements().stream()
                        .map(
                                element ->
                                        new WriteElement(
                                                element.table().ref(),
                                                element.write(),
                                                element.onFailure() == OnFailure.ALL_OLD))
                        .toList();
        String token = request.token();
        // Tokens are the caller's own: two accounts may well choose the same.
        String scoped = token == null ? null : authorized.caller().account() + "/" + token;
        return new Response(request, transactions.write(elements, scoped, request.fingerprint()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        Request request = response.request();
        List<NamedTable> named = request.elements().stream().map(Element::table).toList();
        request.returned()
                .write(out, uses(named, response.result().consumed()), Returned.Detail.WRITE);
        Map<String, List<CollectionMetrics>> collections = collections(response);
        if (!collections.isEmpty()) {
            out.object(
                    "ItemCollectionMetrics",
                    byTable ->
                            collections.forEach(
                                    (table, list) ->
                                            byTable.objects(
                                                    table,
                                                    list,
                                                    (element, metrics) -> metrics.write(element))));
        }
    }

    /** Of the puts, updates and deletes: a check changes no collection. */
    private Map<String, List<CollectionMetrics>> collections(Response response) {
        Map<String, List<CollectionMetrics>> collections = new LinkedHashMap<>();
        List<Written> written = response.result().written();
        for (int i = 0; i < written.size(); i++) {
            Element element = response.request().elements().get(i);
            NamedTable table = element.table();
            CollectionMetrics metrics =
                    response.request().metrics().of(tables, table.ref(), written.get(i));
            if (metrics != null && !(element.write() instanceof ItemWrite.Check)) {
                collections.computeIfAbsent(table.text(), _ -> new ArrayList<>()).add(metrics);
            }
        }
        return collections;
    }

    /** Names each table as the first element that names it. */
    static List<Use> uses(List<NamedTable> named, List<ConsumedCapacity> consumed) {
        Map<TableRef, String> texts = new LinkedHashMap<>();
        named.forEach(table -> texts.putIfAbsent(table.ref(), table.text()));
        return consumed.stream()
                .map(use -> new Use(texts.getOrDefault(use.table(), use.table().name()), use))
                .toList();
    }
}
