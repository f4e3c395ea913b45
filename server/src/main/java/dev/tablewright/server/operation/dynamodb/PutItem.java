package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.ConditionMembers.OnFailure;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * PutItem: creates an item, or replaces it whole.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html">PutItem</a>
 */
final class PutItem
        implements Operation<RequestReader, ResponseWriter, PutItem.Request, WriteAnswer> {
    /** Most bytes of one item, names included. */
    static final int MAX_ITEM_BYTES = 400 << 10;

    private final Tables tables;
    private final Items items;

    PutItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(
            NamedTable table,
            Item item,
            Condition condition,
            OnFailure onFailure,
            ReturnValues returnValues,
            Returned returned,
            CollectionMetrics.Asked metrics) {}

    @Override
    public String name() {
        return "PutItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        NamedTable table = NamedTable.read(in);
        Read<Item> item = in.requiredItem("Item");
        ConditionMembers legacy = ConditionMembers.read(in);
        ReturnValues returnValues = ReturnValues.read(in);
        CollectionMetrics.Asked metrics = CollectionMetrics.Asked.read(in);
        OnFailure onFailure = OnFailure.read(in);
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("ConditionExpression"), List.of("Expected", "ConditionalOperator"));
        Item decoded = item.orThrow();
        requireOldOrNone(returnValues);
        requireItemSize(decoded);
        Condition expected = legacy.condition();
        Condition condition = ConditionMembers.of(expressions.bind(), expected);
        return new Request(table, decoded, condition, onFailure, returnValues, returned, metrics);
    }

    /** PutItem and DeleteItem know only two of the API's five. */
    static void requireOldOrNone(ReturnValues returnValues) {
        if (returnValues != ReturnValues.NONE && returnValues != ReturnValues.ALL_OLD) {
            throw new ValidationException("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    static void requireItemSize(Item item) {
        if (item.sizeBytes() > MAX_ITEM_BYTES) {
            throw new ValidationException("Item size has exceeded the maximum allowed size");
        }
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                ItemAccess.toTable("PutItem", tables, request.table().ref())
                        .items(List.of(request.item()))
                        .attributes(request.condition().attributes())
                        .with("ReturnValues", request.returnValues())
                        .with("ReturnConsumedCapacity", request.returned())
                        .build());
    }

    @Override
    public WriteAnswer execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Written written = write(request);
        return new WriteAnswer(
                request.table(),
                request.returnValues() == ReturnValues.ALL_OLD ? written.before() : null,
                request.returned(),
                written.consumed(),
                request.metrics().of(tables, request.table().ref(), written));
    }

    private Written write(Request request) {
        try {
            return items.write(
                    request.table().ref(), new ItemWrite.Put(request.item(), request.condition()));
        } catch (DatabaseException.ConditionFailed failure) {
            throw request.onFailure().shown(failure);
        }
    }

    @Override
    public void encode(WriteAnswer answer, ResponseWriter out) {
        answer.write(out);
    }
}
