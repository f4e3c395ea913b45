package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListPolicyVersions: the versions of a policy, the newest first, without documents. */
final class ListPolicyVersions
        extends IamOperation<ListPolicyVersions.Request, ListPolicyVersions.Response> {
    ListPolicyVersions(Identities identities) {
        super(identities);
    }

    record Request(EntityRef policy, Paging paging) {}

    record Response(ManagedPolicy policy, Paging.Page<ManagedPolicy.Version> versions) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef policy = EntityRef.read(in, EntityKind.POLICY);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(policy, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.policy().on(needs()).only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.policy().account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.find(draft, request.policy());
                    var page = request.paging().cut(policy.versions(), ManagedPolicy.Version::id);
                    return new Response(policy, page);
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.list(
                "Versions",
                response.versions().items(),
                version -> xml.version(response.policy(), version, false));
        response.versions().encode(out);
    }
}
