package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.vector.Found;
import dev.tablewright.engine.vector.SearchRequest;
import dev.tablewright.engine.vector.Searches;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;

/**
 * SearchVectors: finds the items of a vector index whose vector is most like a given one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SearchVectors.html">SearchVectors</a>
 */
final class SearchVectors
        implements Operation<
                RequestReader, ResponseWriter, SearchVectors.Request, SearchVectors.Response> {
    /** Most results of one search. */
    private static final int MAX_TOP_K = 100;

    private final Tables tables;
    private final Searches searches;

    SearchVectors(Tables tables, Searches searches) {
        this.tables = tables;
        this.searches = searches;
    }

    record Request(SearchRequest search, Returned returned) {}

    record Response(Found found, Returned returned) {}

    @Override
    public String name() {
        return "SearchVectors";
    }

    @Override
    public Request decode(RequestReader in) {
        String index = TableMembers.indexName(in);
        Returned returned = Returned.read(in);
        NamedTable table = NamedTable.read(in);
        List<Read<AttributeValue>> vector =
                in.values(
                        "SearchVector",
                        Constraint.minLength(1),
                        Constraint.maxLength(VectorIndexDefinition.MAX_DIMENSIONS));
        if (vector == null) {
            in.note("SearchVector", "null", "Member must not be null");
        }
        long most = in.requiredNumber("TopK", Constraint.atLeast(1), Constraint.atMost(MAX_TOP_K));
        ExpressionMembers expressions = ExpressionMembers.read(in);
        in.requireValid();
        expressions.requireOneKind(
                List.of("ProjectionExpression", "SearchConditionExpression"), List.of());
        List<AttributeValue> values =
                vector == null ? List.of() : vector.stream().map(Read::orThrow).toList();
        Expressions bound = expressions.bind();
        Map<String, AttributeValue> equal = bound.searchCondition();
        return new Request(
                new SearchRequest(
                        table.ref(),
                        index,
                        values,
                        (int) most,
                        equal == null ? Map.of() : equal,
                        bound.projection()),
                returned);
    }

    @Override
    public List<Access> access(Request request) {
        SearchRequest search = request.search();
        return List.of(
                ItemAccess.to("SearchVectors", tables, search.table(), search.index())
                        .withoutFineGrainedKeys()
                        .with("ReturnConsumedCapacity", request.returned())
                        .build());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return new Response(searches.search(request.search()), request.returned());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects(
                "SearchResults",
                response.found().hits(),
                (each, hit) -> {
                    each.item("Item", hit.item());
                    each.decimal("Score", hit.score());
                });
        if (response.returned() != Returned.NONE) {
            out.object(
                    "ConsumedCapacity",
                    inner ->
                            inner.decimal(
                                    "VectorSearchRequestBytes",
                                    (double) response.found().searchBytes()));
        }
    }
}
