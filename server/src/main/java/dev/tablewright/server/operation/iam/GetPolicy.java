package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetPolicy: one managed policy, without its document. */
final class GetPolicy extends OnOne<GetPolicy.Response> {
    GetPolicy(Identities identities) {
        super(identities, EntityKind.POLICY);
    }

    record Response(ManagedPolicy policy, AccountImage account) {}

    @Override
    public Response execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return read(
                ref.account(),
                draft -> new Response(PolicyRules.find(draft, ref), draft.account()));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.element("Policy", () -> xml.policy(response.policy(), response.account()));
    }
}
