package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.json.PolicySize;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** PutUserPolicy, PutGroupPolicy, PutRolePolicy: embeds a policy, or replaces it. */
final class PutInlinePolicy extends IamOperation.Silent<PutInlinePolicy.Request> {
    private final EntityKind kind;

    PutInlinePolicy(Identities identities, EntityKind kind) {
        super(identities);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "Put" + Shapes.wordOf(kind) + "Policy";
    }

    record Request(EntityRef holder, String policyName, String document) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef holder = EntityRef.read(in, kind);
        String policyName = in.required("PolicyName", Shapes.POLICY_NAME);
        String document = in.required("PolicyDocument", Shapes.POLICY_DOCUMENT);
        in.requireValid();
        return new Request(holder, policyName, document);
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
                    var document = StoredPolicy.parse(request.document(), PolicyKind.INLINE);
                    Policies policies =
                            holder.policies().withInline(request.policyName(), document);
                    requireFits(holder.name(), policies);
                    draft.put(holder.withPolicies(policies));
                    return Done.DONE;
                });
    }

    /** All inline policies of one user, group or role share a limit. */
    private void requireFits(String holder, Policies policies) {
        int limit = HolderRules.mostInlineCharacters(kind);
        int size =
                policies.inline().values().stream()
                        .mapToInt(policy -> PolicySize.withoutWhitespace(policy.text()))
                        .sum();
        Draft.requireQuota(
                size <= limit,
                "Maximum policy size of "
                        + limit
                        + " bytes exceeded for "
                        + kind.noun()
                        + " "
                        + holder);
    }
}
