package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.protocol.query.QueryReader;

/**
 * An operation that is told nothing but which inline policy of which holder it is about.
 *
 * @param <R> the response
 */
abstract class OnInlinePolicy<R> extends IamOperation<OnInlinePolicy.Request, R> {
    private final EntityKind kind;

    OnInlinePolicy(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    record Request(EntityRef holder, String policyName) {
        /**
         * Returns the policy.
         *
         * @throws IdentityException if the holder has none of that name
         */
        StoredPolicy in(PolicyHolder found) {
            StoredPolicy policy = found.policies().inline().get(policyName);
            if (policy == null) {
                throw new IdentityException(
                        IdentityException.Code.NO_SUCH_ENTITY,
                        "The "
                                + found.kind().noun()
                                + " policy with name "
                                + policyName
                                + " cannot be found.");
            }
            return policy;
        }
    }

    final EntityKind kind() {
        return kind;
    }

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.read(in, kind);
        String policyName = in.required("PolicyName", Shapes.POLICY_NAME);
        in.requireValid();
        return new Request(holder, policyName);
    }
}
