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
import java.util.function.Supplier;

/**
 * TagResource: sets tags of a table; those of other keys stay.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html">TagResource</a>
 */
final class TagResource
        implements Operation<
                RequestReader, ResponseWriter, TagResource.Request, TagResource.Response> {
    private final Catalog tables;

    TagResource(Catalog tables) {
        this.tables = tables;
    }

    /**
     * @param broken throws what is wrong with the tags, once the caller is known to be allowed
     */
    record Request(ResourceArn resource, Map<String, String> tags, Runnable broken) {}

    record Response() {}

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public Request decode(RequestReader in) {
        ResourceArn resource = ResourceArn.read(in);
        List<RequestReader> elements = in.requiredStructures("Tags", "Tag");
        Supplier<Map<String, String>> tags = TableMembers.tags(elements);
        ValidationException broken = broken(in, resource, elements, tags);
        return broken == null
                ? new Request(resource, tags.get(), () -> {})
                : new Request(
                        resource,
                        Map.of(),
                        () -> {
                            throw broken;
                        });
    }

    private static @Nullable ValidationException broken(
            RequestReader in,
            ResourceArn resource,
            List<RequestReader> elements,
            Supplier<Map<String, String>> tags) {
        try {
            in.requireValid();
            var _ = resource.require();
            if (elements.isEmpty()) {
                throw new ValidationException("Atleast one Tag needs to be provided as Input.");
            }
            var _ = tags.get();
            return null;
        } catch (ValidationException e) {
            return e;
        }
    }

    @Override
    public List<Access> access(Request request) {
        TableRef table = request.resource().table();
        return List.of(
                table == null
                        ? TableAccess.toText("TagResource", request.resource().text())
                        : new TableAccess(tables).toTag("TagResource", table, request.tags()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        request.broken().run();
        tables.tag(request.resource().require(), request.tags());
        return new Response();
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.nothing();
    }
}
