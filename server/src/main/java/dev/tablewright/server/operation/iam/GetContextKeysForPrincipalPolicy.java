package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.ArrayList;
import java.util.List;

/** GetContextKeysForPrincipalPolicy: the condition keys that a principal's policies look at. */
final class GetContextKeysForPrincipalPolicy
        extends IamOperation<GetContextKeysForPrincipalPolicy.Request, List<String>> {
    GetContextKeysForPrincipalPolicy(Identities identities) {
        super(identities);
    }

    record Request(PolicySource source, List<String> policies) {}

    @Override
    public Request decode(QueryReader in) {
        String source = in.required("PolicySourceArn", Shapes.ARN);
        List<String> policies = in.texts("PolicyInputList", Shapes.POLICY_DOCUMENT);
        in.requireValid();
        return new Request(PolicySource.of(source), policies);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(request.source().access(needs(), identities()));
    }

    @Override
    public List<String> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        AccountImage account = account(authorized.caller().account());
        List<AttachedPolicy> policies =
                new ArrayList<>(SimulationPolicies.of(account, request.source().find(account)));
        policies.addAll(SimulationPolicies.identity(request.policies()));
        return GetContextKeysForCustomPolicy.keysOf(policies);
    }

    @Override
    public void encode(List<String> keys, XmlWriter out) {
        out.texts("ContextKeyNames", keys);
    }
}
