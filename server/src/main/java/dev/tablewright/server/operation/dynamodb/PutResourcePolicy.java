package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.authorization.TablePolicies;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * PutResourcePolicy: attaches a policy to a table or a stream. It holds from the next request on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html">PutResourcePolicy</a>
 */
final class PutResourcePolicy
        implements Operation<
                RequestReader, ResponseWriter, PutResourcePolicy.Request, ResourcePolicy> {
    private final Catalog tables;
    private final TablePolicyRules rules;
    private final Authorizer authorizer;

    PutResourcePolicy(Catalog tables, TablePolicyRules rules, Authorizer authorizer) {
        this.tables = tables;
        this.rules = rules;
        this.authorizer = authorizer;
    }

    /**
     * What is asked.
     *
     * @param lockOutConfirmed whether the caller means to lose the right to change the policy again
     */
    record Request(
            ResourceArn resource,
            String policy,
            @Nullable String expected,
            boolean lockOutConfirmed,
            RequestContext context) {}

    @Override
    public String name() {
        return "PutResourcePolicy";
    }

    @Override
    public Request decode(RequestReader in) {
        ResourceArn resource = ResourceArn.readRequired(in);
        String policy = in.requiredString("Policy");
        String expected = expectedRevision(in);
        boolean confirmed = in.flag("ConfirmRemoveSelfResourceAccess");
        in.requireValid();
        return new Request(resource, policy, expected, confirmed, in.context());
    }

    static @Nullable String expectedRevision(RequestReader in) {
        return in.string("ExpectedRevisionId", Constraint.minLength(1), Constraint.maxLength(255));
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.resource().access(name(), tables));
    }

    @Override
    public ResourcePolicy execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        PolicyTarget target = request.resource().requireForPolicy();
        String stored = rules.toStored(request.policy(), target);
        if (!request.lockOutConfirmed()) {
            requireWayBack(request, target, stored);
        }
        return target.put(tables, stored, request.expected());
    }

    /** Whoever attaches a policy should be able to attach the next one. */
    private void requireWayBack(Request request, PolicyTarget target, String stored) {
        Access again = request.resource().access(name(), tables);
        if (!authorizer.wouldAllow(
                request.context(), again, TablePolicies.compile(target.arn(), stored))) {
            throw new ValidationException(
                    "The new resource policy will not allow you to update the resource policy in"
                            + " the future.");
        }
    }

    @Override
    public void encode(ResourcePolicy policy, ResponseWriter out) {
        out.string("RevisionId", String.valueOf(policy.revision()));
    }
}
