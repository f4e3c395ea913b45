package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;

/** DetachUserPolicy, DetachGroupPolicy, DetachRolePolicy: takes a managed policy away. */
final class DetachPolicy extends OnAttachment {
    DetachPolicy(Identities identities, EntityKind kind) {
        super(identities, kind);
    }

    @Override
    public String name() {
        return "Detach" + Shapes.wordOf(kind()) + "Policy";
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.holder().account(),
                draft -> {
                    String arn = request.policy().name();
                    PolicyRules.requireValidArn(arn);
                    PolicyHolder holder = HolderRules.own(draft, request.holder());
                    if (!holder.policies().attached().contains(arn)) {
                        throw new IdentityException(
                                IdentityException.Code.NO_SUCH_ENTITY,
                                "Policy " + arn + " was not found.");
                    }
                    draft.put(holder.withPolicies(holder.policies().withoutAttached(arn)));
                    return Done.DONE;
                });
    }
}
