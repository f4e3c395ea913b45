package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetPolicyVersion: one version with its document. */
final class GetPolicyVersion extends OnVersion<GetPolicyVersion.Response> {
    GetPolicyVersion(Identities identities) {
        super(identities);
    }

    record Response(ManagedPolicy policy, ManagedPolicy.Version version) {}

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.policy().account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.find(draft, request.policy());
                    return new Response(policy, request.in(policy));
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.element(
                "PolicyVersion", () -> xml.version(response.policy(), response.version(), true));
    }
}
