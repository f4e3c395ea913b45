package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * GetResourcePolicy: the policy of a table or stream, with the ARNs of the users and roles that
 * still exist.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html">GetResourcePolicy</a>
 */
final class GetResourcePolicy
        implements Operation<
                RequestReader, ResponseWriter, ResourceArn, GetResourcePolicy.Response> {
    private final Catalog tables;
    private final TablePolicyRules rules;

    GetResourcePolicy(Catalog tables, TablePolicyRules rules) {
        this.tables = tables;
        this.rules = rules;
    }

    record Response(String policy, String revision) {}

    @Override
    public String name() {
        return "GetResourcePolicy";
    }

    @Override
    public ResourceArn decode(RequestReader in) {
        ResourceArn resource = ResourceArn.readRequired(in);
        in.requireValid();
        return resource;
    }

    @Override
    public List<Access> access(ResourceArn resource) {
        return List.of(resource.access(name(), tables));
    }

    @Override
    public Response execute(Authorized<ResourceArn> authorized) {
        ResourceArn resource = authorized.request();
        ResourcePolicy policy = resource.requireForPolicy().read(tables);
        String text = policy.text();
        if (text == null) {
            throw new DatabaseException.PolicyNotFound(
                    "Resource-based policy not found for the provided ResourceArn: "
                            + resource.text());
        }
        return new Response(rules.toShown(text), String.valueOf(policy.revision()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.string("Policy", response.policy());
        out.string("RevisionId", response.revision());
    }
}
