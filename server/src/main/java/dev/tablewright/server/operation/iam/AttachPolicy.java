package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.PolicyHolder.Policies;

/**
 * AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy: gives a managed policy. Attaching what is
 * attached already is no error.
 */
final class AttachPolicy extends OnAttachment {
    AttachPolicy(Identities identities, EntityKind kind) {
        super(identities, kind);
    }

    @Override
    public String name() {
        return "Attach" + Shapes.wordOf(kind()) + "Policy";
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.holder().account(),
                draft -> {
                    String arn = request.policy().name();
                    PolicyRules.requireParsableArn(arn);
                    PolicyHolder holder = HolderRules.own(draft, request.holder());
                    requireAttachable(draft, arn);
                    Policies policies = holder.policies().withAttached(arn);
                    Draft.requireQuota(
                            policies.attached().size() <= HolderRules.MOST_ATTACHED,
                            "Cannot exceed quota for PoliciesPer"
                                    + Shapes.wordOf(kind())
                                    + ": "
                                    + HolderRules.MOST_ATTACHED);
                    draft.put(holder.withPolicies(policies));
                    return Done.DONE;
                });
    }

    private static void requireAttachable(Draft draft, String arn) {
        ManagedPolicy policy = draft.account().policy(arn);
        if (policy == null) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "Policy " + arn + " does not exist or is not attachable.");
        }
        if (policy.ofAws() && policy.path().startsWith("/aws-service-role/")) {
            throw new IdentityException(
                    IdentityException.Code.POLICY_NOT_ATTACHABLE,
                    "Cannot attach a Service Role Policy to a Customer Role.");
        }
    }
}
