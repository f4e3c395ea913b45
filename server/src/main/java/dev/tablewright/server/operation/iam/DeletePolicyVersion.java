package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

/** DeletePolicyVersion: removes a version that is not in force. */
final class DeletePolicyVersion extends OnVersion<IamOperation.Done> {
    DeletePolicyVersion(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.policy().account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.own(draft, request.policy());
                    ManagedPolicy.Version version = request.in(policy);
                    Draft.requireUnused(
                            () -> version.number() != policy.defaultVersion(),
                            "Cannot delete the default version of a policy.");
                    draft.put(policy.withoutVersion(version));
                    return Done.DONE;
                });
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
