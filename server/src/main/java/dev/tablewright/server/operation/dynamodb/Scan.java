package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.engine.query.Select;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.AttributeCondition;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.ConditionalOperator;
import dev.tablewright.model.expression.Expressions;
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
 * Scan: reads all items of a table or index, whole or in segments.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>
 */
final class Scan implements Operation<RequestReader, ResponseWriter, Scan.Request, Scan.Response> {
    private static final int MAX_SEGMENTS = 1_000_000;

    private final Tables tables;
    private final Queries queries;

    Scan(Tables tables, Queries queries) {
        this.tables = tables;
        this.queries = queries;
    }

    record Request(NamedTable table, ScanRequest scan, Returned returned) {}

    record Response(Request request, Page page) {}

    @Override
    public String name() {
        return "Scan";
    }

    @Override
    public Request decode(RequestReader in) {
        Select select = PageMembers.select(in);
        String index = in.indexName();
        Integer totalSegments =
                in.integer("TotalSegments", Constraint.atLeast(1), Constraint.atMost(MAX_SEGMENTS));
        Returned returned = Returned.read(in);
        NamedTable table = NamedTable.read(in);
        ConditionalOperator operator = LegacyMembers.conditionalOperator(in);
        Supplier<Map<String, AttributeCondition>> scanFilter =
                LegacyMembers.conditions(in, "ScanFilter");
        Integer segment =
                in.integer("Segment", Constraint.atLeast(0), Constraint.atMost(MAX_SEGMENTS - 1));
        Integer limit = in.integer("Limit", Constraint.atLeast(1));
        List<String> attributesToGet = LegacyMembers.attributesToGet(in);
        Read<Item> startKey = in.item("ExclusiveStartKey");
        boolean consistent = in.flag("ConsistentRead");
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("ProjectionExpression", "FilterExpression"),
                List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"));
        Projection legacyProjection =
                attributesToGet == null ? null : LegacyParameters.attributesToGet(attributesToGet);
        Condition legacyFilter =
                LegacyParameters.filter(scanFilter == null ? null : scanFilter.get(), operator);
        Item start = PageMembers.startKey(startKey);
        requireSegments(segment, totalSegments);
        Expressions bound = expressions.bind();
        Select.requireFit(select, index != null, PageMembers.projectionParameter(in));
        ScanRequest scan =
                new ScanRequest(
                        table.ref(),
                        index,
                        PageMembers.filter(bound.filter(), legacyFilter),
                        select,
                        bound.projection() == null ? legacyProjection : bound.projection(),
                        limit,
                        start,
                        consistent,
                        segment == null ? 0 : segment,
                        totalSegments == null ? 1 : totalSegments);
        return new Request(table, scan, returned);
    }

    private static void requireSegments(
            @Nullable Integer segment, @Nullable Integer totalSegments) {
        if (segment != null && totalSegments == null) {
            throw new ValidationException(
                    "The TotalSegments parameter is required but was not present in the request"
                            + " when Segment parameter is present");
        }
        if (totalSegments == null) {
            return;
        }
        if (segment == null) {
            throw new ValidationException(
                    "The Segment parameter is required but was not present in the request when"
                            + " parameter TotalSegments is present");
        }
        if (segment >= totalSegments) {
            throw new ValidationException(
                    "The Segment parameter is zero-based and must be less than parameter"
                            + " TotalSegments: Segment: "
                            + segment
                            + " is not less than TotalSegments: "
                            + totalSegments);
        }
    }

    @Override
    public List<Access> access(Request request) {
        ScanRequest scan = request.scan();
        // No leading keys: a scan addresses none, and policies can tell by the key's absence.
        ItemAccess access = ItemAccess.to("Scan", tables, scan.table(), scan.index());
        return PageMembers.access(
                access,
                scan.filter(),
                scan.projection(),
                PageMembers.effective(
                        scan.select(), scan.index() != null, scan.projection() != null),
                request.returned());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return new Response(request, queries.scan(request.scan()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        Request request = response.request();
        PageMembers.write(
                out,
                response.page(),
                request.scan().select() == Select.COUNT,
                request.table(),
                request.returned());
    }
}
