package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** DeleteUserPolicy, DeleteGroupPolicy, DeleteRolePolicy: removes an embedded policy. */
final class DeleteInlinePolicy extends OnInlinePolicy<IamOperation.Done> {
    DeleteInlinePolicy(Identities identities, EntityKind kind) {
        super(identities, kind);
    }

    @Override
    public String name() {
        return "Delete" + Shapes.wordOf(kind()) + "Policy";
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().withBoundary(needs()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.holder().account(),
                draft -> {
                    PolicyHolder holder = HolderRules.own(draft, request.holder());
                    request.in(holder);
                    Policies policies = holder.policies().withoutInline(request.policyName());
                    draft.put(holder.withPolicies(policies));
                    return Done.DONE;
                });
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
