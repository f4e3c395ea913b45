package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * DeleteResourcePolicy: detaches the policy of a table or stream, if it has one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html">DeleteResourcePolicy</a>
 */
final class DeleteResourcePolicy
        implements Operation<
                RequestReader, ResponseWriter, DeleteResourcePolicy.Request, ResourcePolicy> {
    private final Catalog tables;

    DeleteResourcePolicy(Catalog tables) {
        this.tables = tables;
    }

    record Request(ResourceArn resource, @Nullable String expected) {}

    @Override
    public String name() {
        return "DeleteResourcePolicy";
    }

    @Override
    public Request decode(RequestReader in) {
        ResourceArn resource = ResourceArn.readRequired(in);
        String expected = PutResourcePolicy.expectedRevision(in);
        in.requireValid();
        return new Request(resource, expected);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.resource().access(name(), tables));
    }

    @Override
    public ResourcePolicy execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return request.resource().requireForPolicy().delete(tables, request.expected());
    }

    /** Where there was no policy, the answer is empty. */
    @Override
    public void encode(ResourcePolicy gone, ResponseWriter out) {
        if (gone.revision() != null) {
            out.string("RevisionId", gone.revision());
        }
    }
}
