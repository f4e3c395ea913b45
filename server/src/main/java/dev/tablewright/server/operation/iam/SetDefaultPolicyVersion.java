package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

/** SetDefaultPolicyVersion: puts a version in force, from the next request on. */
final class SetDefaultPolicyVersion extends OnVersion<IamOperation.Done> {
    SetDefaultPolicyVersion(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.policy().account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.own(draft, request.policy());
                    draft.put(policy.withDefault(request.in(policy), draft.now()));
                    return Done.DONE;
                });
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
