package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.AttributeUpdate;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.LegacyParameters;
import dev.tablewright.model.expression.Update;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.ConditionMembers.OnFailure;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * UpdateItem: changes attributes of an item, or creates it from its key and the update.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html">UpdateItem</a>
 */
final class UpdateItem
        implements Operation<RequestReader, ResponseWriter, UpdateItem.Request, WriteAnswer> {
    private final Tables tables;
    private final Items items;

    UpdateItem(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    record Request(
            NamedTable table,
            Item key,
            Update update,
            Condition condition,
            OnFailure onFailure,
            ReturnValues returnValues,
            Returned returned,
            CollectionMetrics.Asked metrics) {}

    @Override
    public String name() {
        return "UpdateItem";
    }

    @Override
    public Request decode(RequestReader in) {
        Returned returned = Returned.read(in);
        NamedTable table = NamedTable.read(in);
        CollectionMetrics.Asked metrics = CollectionMetrics.Asked.read(in);
        ReturnValues returnValues = ReturnValues.read(in);
        Read<Item> key = in.requiredItem("Key");
        ConditionMembers legacy = ConditionMembers.read(in);
        Supplier<Map<String, AttributeUpdate>> updates = LegacyMembers.updates(in);
        OnFailure onFailure = OnFailure.read(in);
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("UpdateExpression", "ConditionExpression"),
                List.of("AttributeUpdates", "Expected", "ConditionalOperator"));
        Item decoded = key.orThrow();
        Update legacyUpdate =
                LegacyParameters.attributeUpdates(updates == null ? Map.of() : updates.get());
        Condition expected = legacy.condition();
        Expressions bound = expressions.bind();
        return new Request(
                table,
                decoded,
                Objects.requireNonNullElse(bound.update(), legacyUpdate),
                ConditionMembers.of(bound, expected),
                onFailure,
                returnValues,
                returned,
                metrics);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                ItemAccess.toTable("UpdateItem", tables, request.table().ref())
                        .items(List.of(request.key()))
                        .attributes(request.update().attributes())
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
                shown(request, written),
                request.returned(),
                written.consumed(),
                request.metrics().of(tables, request.table().ref(), written));
    }

    private Written write(Request request) {
        try {
            return items.write(
                    request.table().ref(),
                    new ItemWrite.Change(request.key(), request.update(), request.condition()));
        } catch (DatabaseException.ConditionFailed failure) {
            throw request.onFailure().shown(failure);
        }
    }

    private static @Nullable Item shown(Request request, Written written) {
        return switch (request.returnValues()) {
            case NONE -> null;
            case ALL_OLD -> written.before();
            case ALL_NEW -> written.after();
            case UPDATED_OLD -> changed(request, written.before());
            case UPDATED_NEW -> changed(request, written.after());
        };
    }

    private static @Nullable Item changed(Request request, @Nullable Item item) {
        return item == null ? null : request.update().changedPaths().apply(item);
    }

    @Override
    public void encode(WriteAnswer answer, ResponseWriter out) {
        answer.write(out);
    }
}
