package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * UntagResource: removes tags of a table.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html">UntagResource</a>
 */
final class UntagResource
        implements Operation<
                RequestReader, ResponseWriter, UntagResource.Request, UntagResource.Response> {
    private final Catalog tables;

    UntagResource(Catalog tables) {
        this.tables = tables;
    }

    /**
     * @param keys null where the request left them out
     */
    record Request(ResourceArn resource, @Nullable List<String> keys) {}

    record Response() {}

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public Request decode(RequestReader in) {
        ResourceArn resource = ResourceArn.read(in);
        List<String> keys =
                in.strings(
                        "TagKeys",
                        Constraint.elements(Constraint.maxLength(128), Constraint.minLength(1)));
        // What is no ARN at all is denied first, whatever the keys are.
        if (resource.table() != null) {
            in.requireValid();
        }
        return new Request(resource, keys);
    }

    @Override
    public List<Access> access(Request request) {
        TableRef table = request.resource().table();
        List<String> keys = request.keys();
        if (table == null) {
            return List.of(TableAccess.toText("UntagResource", request.resource().text()));
        }
        var access = new TableAccess(tables);
        return List.of(
                keys == null
                        ? access.to("UntagResource", table)
                        : access.toUntag("UntagResource", table, Set.copyOf(keys)));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<String> keys = request.keys();
        if (keys == null) {
            throw new ValidationException(
                    "1 validation error detected: Value null at 'tagKeys' failed to satisfy"
                            + " constraint: Member must not be null");
        }
        TableRef table = request.resource().require();
        if (keys.isEmpty()) {
            throw new ValidationException("Atleast one Tag Key needs to be provided as Input.");
        }
        tables.untag(table, Set.copyOf(keys));
        return new Response();
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.nothing();
    }
}
