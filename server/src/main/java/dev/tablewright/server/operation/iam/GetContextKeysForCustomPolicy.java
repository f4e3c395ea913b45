package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** GetContextKeysForCustomPolicy: the condition keys that policies look at. */
final class GetContextKeysForCustomPolicy extends IamOperation<List<String>, List<String>> {
    GetContextKeysForCustomPolicy(Identities identities) {
        super(identities);
    }

    @Override
    public List<String> decode(QueryReader in) {
        List<String> policies = in.requiredTexts("PolicyInputList", Shapes.POLICY_DOCUMENT);
        in.requireValid();
        return policies;
    }

    @Override
    public List<Access> access(List<String> policies) {
        return needs().only();
    }

    @Override
    public List<String> execute(Authorized<List<String>> authorized) {
        return keysOf(SimulationPolicies.identity(authorized.request()));
    }

    /** Returns every key once, as it is written first. */
    static List<String> keysOf(List<AttachedPolicy> policies) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (AttachedPolicy policy : policies) {
            for (String key : policy.document().keys()) {
                keys.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            }
        }
        return List.copyOf(keys.values());
    }

    @Override
    public void encode(List<String> keys, XmlWriter out) {
        out.texts("ContextKeyNames", keys);
    }
}
