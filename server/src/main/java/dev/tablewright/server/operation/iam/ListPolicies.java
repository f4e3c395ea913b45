package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.AwsManagedPolicies;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/** ListPolicies: the account's own managed policies, then AWS's. */
final class ListPolicies extends IamOperation<ListPolicies.Request, ListPolicies.Response> {
    private static final List<Constraint> SCOPE =
            List.of(Constraint.oneOf(List.of("All", "AWS", "Local")));

    ListPolicies(Identities identities) {
        super(identities);
    }

    record Request(
            String account,
            String scope,
            boolean onlyAttached,
            String pathPrefix,
            PolicyUsage usage,
            Paging paging) {
        boolean matches(ManagedPolicy policy, AccountImage in) {
            int attached = in.attachmentsOf(policy.arn());
            boolean used =
                    switch (usage) {
                        case PERMISSIONS -> attached > 0;
                        case BOUNDARY -> in.boundaryUsesOf(policy.arn()) > 0;
                        case ANY -> !onlyAttached || attached > 0;
                    };
            return used && policy.path().startsWith(pathPrefix);
        }
    }

    record Response(AccountImage account, Paging.Page<ManagedPolicy> policies) {}

    @Override
    public Request decode(QueryReader in) {
        String scope = in.optional("Scope", SCOPE, "All");
        boolean onlyAttached = in.flag("OnlyAttached");
        String pathPrefix = in.optional("PathPrefix", Shapes.POLICY_PATH, "/");
        PolicyUsage usage = PolicyUsage.read(in);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), scope, onlyAttached, pathPrefix, usage, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().onAll(request.account(), EntityKind.POLICY, request.pathPrefix()).only();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        AccountImage account = account(request.account());
        List<ManagedPolicy> all = new ArrayList<>();
        if (!request.scope().equals("AWS")) {
            all.addAll(account.policies());
        }
        if (!request.scope().equals("Local")) {
            all.addAll(AwsManagedPolicies.all());
        }
        List<ManagedPolicy> wanted =
                all.stream().filter(policy -> request.matches(policy, account)).toList();
        return new Response(account, request.paging().cut(wanted, ManagedPolicy::id));
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        var xml = new EntityXml(out, identities());
        out.list(
                "Policies",
                response.policies().items(),
                policy -> xml.listedPolicy(policy, response.account()));
        response.policies().encode(out);
    }
}
