package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

/** Decides requests. */
public final class PolicyEvaluator {
    private PolicyEvaluator() {}

    /**
     * Decides whether {@code request} is allowed.
     *
     * @param policies what the principal brings along
     * @param resourcePolicy policy of the resource; null when it has none
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
     *     evaluation logic</a>
     */
    public static Decision decide(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        return new Decision.ImplicitlyDenied(PolicyLayer.IDENTITY);
    }

    /**
     * Decides whether {@code request}, an sts:AssumeRole of a kind or an sts:TagSession, may
     * produce a session of the role with this trust policy. Within one account a trust policy that
     * names the caller itself is enough; one that names the account needs the caller's policies as
     * well.
     */
    public static Decision decideTrust(
            AuthorizationRequest request, AppliedPolicies policies, AttachedPolicy trustPolicy) {
        return new Decision.ImplicitlyDenied(PolicyLayer.IDENTITY);
    }
}
