package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetUserPolicy, GetGroupPolicy, GetRolePolicy: an embedded policy. */
final class GetInlinePolicy extends OnInlinePolicy<GetInlinePolicy.Response> {
    GetInlinePolicy(Identities identities, EntityKind kind) {
        super(identities, kind);
    }

    record Response(Request request, StoredPolicy document) {}

    @Override
    public String name() {
        return "Get" + Shapes.wordOf(kind()) + "Policy";
    }

    @Override
    public List<Access> access(Request request) {
        return request.holder().on(needs()).only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.holder().account(),
                draft -> {
                    PolicyHolder holder = draft.holder(kind(), request.holder().name());
                    return new Response(request, request.in(holder));
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.text(Shapes.wordOf(kind()) + "Name", response.request().holder().name())
                .text("PolicyName", response.request().policyName())
                .document("PolicyDocument", response.document().text());
    }
}
