package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * ListTagsOfResource: the tags of a table. There are at most 50, and one page holds them all.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html">ListTagsOfResource</a>
 */
final class ListTagsOfResource
        implements Operation<
                RequestReader,
                ResponseWriter,
                ListTagsOfResource.Request,
                ListTagsOfResource.Response> {
    private final Catalog tables;

    ListTagsOfResource(Catalog tables) {
        this.tables = tables;
    }

    record Request(ResourceArn resource, @Nullable String nextToken) {}

    record Response(Map<String, String> tags) {}

    @Override
    public String name() {
        return "ListTagsOfResource";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request(ResourceArn.read(in), in.string("NextToken"));
    }

    @Override
    public List<Access> access(Request request) {
        TableRef table = request.resource().table();
        return List.of(
                table == null
                        ? TableAccess.toText("ListTagsOfResource", request.resource().text())
                        : new TableAccess(tables).to("ListTagsOfResource", table));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableRef table = request.resource().require();
        if (request.nextToken() != null) {
            throw new ValidationException("Invalid NextToken");
        }
        return new Response(tables.tags(table));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects(
                "Tags",
                response.tags().entrySet(),
                (tag, entry) -> {
                    tag.string("Key", entry.getKey());
                    tag.string("Value", entry.getValue());
                });
    }
}
