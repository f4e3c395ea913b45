package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.QueryRequest;
import dev.tablewright.engine.query.Select;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.AttributeCondition;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.ConditionalOperator;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.LegacyParameters;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Query: reads items of one partition of a table or index, in the order of the sort key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">Query</a>
 */
final class Query
        implements Operation<RequestReader, ResponseWriter, Query.Request, Query.Response> {
    private final Tables tables;
    private final Queries queries;

    Query(Tables tables, Queries queries) {
        this.tables = tables;
        this.queries = queries;
    }

    record Request(NamedTable table, QueryRequest query, Returned returned) {}

    record Response(Request request, Page page) {}

    @Override
    public String name() {
        return "Query";
    }

    @Override
    public Request decode(RequestReader in) {
        Select select = PageMembers.select(in);
        String index = in.indexName();
        Returned returned = Returned.read(in);
        Supplier<Map<String, AttributeCondition>> queryFilter =
                LegacyMembers.conditions(in, "QueryFilter");
        NamedTable table = NamedTable.read(in);
        ConditionalOperator operator = LegacyMembers.conditionalOperator(in);
        List<String> attributesToGet = LegacyMembers.attributesToGet(in);
        Integer limit = in.integer("Limit", Constraint.atLeast(1));
        Supplier<Map<String, AttributeCondition>> keyConditions =
                LegacyMembers.conditions(in, "KeyConditions");
        Read<Item> startKey = in.item("ExclusiveStartKey");
        boolean consistent = in.flag("ConsistentRead");
        boolean forward = !Boolean.FALSE.equals(in.bool("ScanIndexForward"));
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression"),
                List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"));
        Condition legacyFilter =
                LegacyParameters.filter(queryFilter == null ? null : queryFilter.get(), operator);
        Projection legacyProjection =
                attributesToGet == null ? null : LegacyParameters.attributesToGet(attributesToGet);
        Item start = PageMembers.startKey(startKey);
        if (keyConditions == null && !in.has("KeyConditionExpression")) {
            throw new ValidationException(
                    "Either the KeyConditions or KeyConditionExpression parameter must be"
                            + " specified in the request.");
        }
        Expressions bound = expressions.bind();
        Select.requireFit(select, index != null, PageMembers.projectionParameter(in));
        QueryRequest query =
                new QueryRequest(
                        table.ref(),
                        index,
                        keyCondition(bound.keyCondition(), keyConditions),
                        PageMembers.filter(bound.filter(), legacyFilter),
                        bound.filter() == null ? "QueryFilter" : "Filter Expression",
                        select,
                        bound.projection() == null ? legacyProjection : bound.projection(),
                        forward,
                        limit,
                        start,
                        consistent);
        return new Request(table, query, returned);
    }

    private static KeyCondition keyCondition(
            @Nullable KeyCondition expression,
            @Nullable Supplier<Map<String, AttributeCondition>> legacy) {
        KeyCondition condition = expression;
        if (condition == null) {
            condition = LegacyParameters.keyConditions(legacy == null ? Map.of() : legacy.get());
        }
        return condition;
    }

    @Override
    public List<Access> access(Request request) {
        QueryRequest query = request.query();
        ItemAccess access =
                ItemAccess.to("Query", tables, query.table(), query.index()).query(query.key());
        return PageMembers.access(
                access,
                query.filter(),
                query.projection(),
                PageMembers.effective(
                        query.select(), query.index() != null, query.projection() != null),
                request.returned());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return new Response(request, queries.query(request.query()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        Request request = response.request();
        PageMembers.write(
                out,
                response.page(),
                request.query().select() == Select.COUNT,
                request.table(),
                request.returned());
    }
}
