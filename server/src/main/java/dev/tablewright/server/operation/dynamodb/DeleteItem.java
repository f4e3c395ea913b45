package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
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
 * DeleteItem: removes an item; a success where there is none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html">DeleteItem</a>
 */
final class DeleteItem
        implements Operation<RequestReader, ResponseWriter, DeleteItem.Request, WriteAnswer> {
    private final Tables tables;
    private final Items items;

    DeleteItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(
            NamedTable table,
            Item key,
            Condition condition,
            OnFailure onFailure,
            ReturnValues returnValues,
            Returned returned,
            CollectionMetrics.Asked metrics) {}

    @Override
    public String name() {
        return "DeleteItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        NamedTable table = NamedTable.read(in);
        ReturnValues returnValues = ReturnValues.read(in);
        CollectionMetrics.Asked metrics = CollectionMetrics.Asked.read(in);
        Read<Item> key = in.requiredItem("Key");
        ConditionMembers legacy = ConditionMembers.read(in);
        OnFailure onFailure = OnFailure.read(in);
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("ConditionExpression"), List.of("Expected", "ConditionalOperator"));
        Item decoded = key.orThrow();
        PutItem.requireOldOrNone(returnValues);
        Condition expected = legacy.condition();
        Condition condition = ConditionMembers.of(expressions.bind(), expected);
        return new Request(table, decoded, condition, onFailure, returnValues, returned, metrics);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                ItemAccess.toTable("DeleteItem", tables, request.table().ref())
                        .items(List.of(request.key()))
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
                    request.table().ref(),
                    new ItemWrite.Remove(request.key(), request.condition()));
        } catch (DatabaseException.ConditionFailed failure) {
            throw request.onFailure().shown(failure);
        }
    }

    @Override
    public void encode(WriteAnswer answer, ResponseWriter out) {
        answer.write(out);
    }
}
