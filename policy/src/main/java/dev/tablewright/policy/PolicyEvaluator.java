package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.DecisionRule.Standing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Decides requests. */
public final class PolicyEvaluator {
    /** The one action that needs no permission and that no policy can deny. */
    private static final String GET_CALLER_IDENTITY = "sts:GetCallerIdentity";

    private PolicyEvaluator() {}

    /**
     * Decides whether {@code request} is allowed.
     *
     * @param policies what the principal brings along
     * @param resourcePolicy policy of the resource; null when it has none, and for a caller of
     *     another account also when the operation cannot be used across accounts
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
     *     evaluation logic</a>
     */
    public static Decision decide(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        if (request.action().equalsIgnoreCase(GET_CALLER_IDENTITY)) {
            return new Decision.Allowed(List.of());
        }
        return DecisionRule.decide(
                verdicts(request, policies, PolicyLayer.RESOURCE, resourcePolicy),
                standing(request));
    }

    /**
     * Decides whether {@code request}, an sts:AssumeRole of a kind or an sts:TagSession, may
     * produce a session of the role with this trust policy. Within one account a trust policy that
     * names the caller itself is enough; one that names the account needs the caller's policies as
     * well. Someone who comes by an identity provider has no policies, so the trust policy alone
     * decides. A root user is always denied: it cannot assume roles.
     */
    public static Decision decideTrust(
            AuthorizationRequest request, AppliedPolicies policies, AttachedPolicy trustPolicy) {
        if (request.principal().type() == Principal.Type.ACCOUNT) {
            return new Decision.ImplicitlyDenied(PolicyLayer.TRUST);
        }
        Standing standing =
                request.principal().type() == Principal.Type.FEDERATED
                        ? Standing.SAME_ACCOUNT
                        : standing(request);
        return DecisionRule.decideTrust(
                verdicts(request, policies, PolicyLayer.TRUST, trustPolicy), standing);
    }

    /**
     * Returns every statement that applies to {@code request}, Allow and Deny, by layer. For
     * explanations: decisions stop at the first statement that settles them.
     *
     * @param resourcePolicy policy of the resource or trust policy of the role; null for none
     */
    public static Map<PolicyLayer, List<StatementRef>> applying(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        Check check = new Check(request, policies.boundary() != null);
        Map<PolicyLayer, List<StatementRef>> applying = new EnumMap<>(PolicyLayer.class);
        applying.put(PolicyLayer.IDENTITY, applying(check, policies.identity()));
        if (policies.boundary() != null) {
            applying.put(
                    PolicyLayer.PERMISSIONS_BOUNDARY,
                    applying(check, List.of(policies.boundary())));
        }
        if (policies.session() != null) {
            applying.put(PolicyLayer.SESSION, applying(check, policies.session()));
        }
        if (resourcePolicy != null) {
            boolean trust = resourcePolicy.document().kind() == PolicyKind.TRUST;
            applying.put(
                    trust ? PolicyLayer.TRUST : PolicyLayer.RESOURCE,
                    applying(check, List.of(resourcePolicy)));
        }
        return applying;
    }

    private static List<StatementRef> applying(Check check, List<AttachedPolicy> policies) {
        List<StatementRef> applying = new ArrayList<>();
        for (AttachedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                if (statement.denies(check) || statement.allows(check) != Grant.NONE) {
                    applying.add(new StatementRef(policy, i));
                }
            }
        }
        return applying;
    }

    private static Standing standing(AuthorizationRequest request) {
        boolean root = request.principal().type() == Principal.Type.ACCOUNT;
        if (request.principal().account().equals(request.resourceAccount())) {
            return root ? Standing.ROOT : Standing.SAME_ACCOUNT;
        }
        return root ? Standing.ROOT_OF_OTHER_ACCOUNT : Standing.OTHER_ACCOUNT;
    }

    private static Map<PolicyLayer, LayerVerdict> verdicts(
            AuthorizationRequest request,
            AppliedPolicies policies,
            PolicyLayer resourceSide,
            @Nullable AttachedPolicy resourcePolicy) {
        Check check = new Check(request, policies.boundary() != null);
        Map<PolicyLayer, LayerVerdict> verdicts = new EnumMap<>(PolicyLayer.class);
        verdicts.put(PolicyLayer.IDENTITY, policies.identityIndex().verdict(check));
        if (policies.boundaryIndex() != null) {
            verdicts.put(PolicyLayer.PERMISSIONS_BOUNDARY, policies.boundaryIndex().verdict(check));
        }
        if (policies.sessionIndex() != null) {
            verdicts.put(PolicyLayer.SESSION, policies.sessionIndex().verdict(check));
        }
        if (resourcePolicy != null) {
            verdicts.put(resourceSide, verdict(check, resourcePolicy));
        }
        return verdicts;
    }

    /** What a policy with principals says: how far it grants depends on how it names the caller. */
    private static LayerVerdict verdict(Check check, AttachedPolicy policy) {
        List<Statement> statements = policy.document().statements();
        List<StatementRef> denials = new ArrayList<>();
        Grant strongest = Grant.NONE;
        LayerVerdict verdict = LayerVerdict.Silent.INSTANCE;
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).denies(check)) {
                denials.add(new StatementRef(policy, i));
            }
            Grant grant = statements.get(i).allows(check);
            if (grant.compareTo(strongest) > 0) {
                strongest = grant;
                verdict = new LayerVerdict.Allows(grant, List.of(new StatementRef(policy, i)));
            }
        }
        return denials.isEmpty() ? verdict : new LayerVerdict.Denies(denials);
    }
}
