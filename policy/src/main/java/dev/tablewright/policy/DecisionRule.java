package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * IAM's rule for combining layers.
 *
 * <p>A further kind of limit, such as service control policies, is a constant of {@link
 * PolicyLayer} and an entry of {@link #LIMITS}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
final class DecisionRule {
    /** Layers that never grant; where one is attached, it must allow. In the order of denials. */
    private static final List<PolicyLayer> LIMITS =
            List.of(PolicyLayer.PERMISSIONS_BOUNDARY, PolicyLayer.SESSION);

    private DecisionRule() {}

    /** How the caller stands to the account of the resource. */
    enum Standing {
        /** Its root user: nothing but a Deny stops it. */
        ROOT,
        /** Another principal of the account. */
        SAME_ACCOUNT,
        /** A principal of another account: both sides must allow. */
        OTHER_ACCOUNT,
        /** The root user of another account: its own side is open, the resource's is not. */
        ROOT_OF_OTHER_ACCOUNT
    }

    /**
     * Combines the verdicts of the attached layers. Pure: same verdicts, same decision.
     *
     * @param verdicts one per attached layer; a limit that is not attached is left out
     */
    static Decision decide(Map<PolicyLayer, LayerVerdict> verdicts, Standing standing) {
        return decide(verdicts, standing, PolicyLayer.RESOURCE);
    }

    /**
     * Combines the verdicts for a session of a role. Unlike a resource policy, the trust policy has
     * to allow; {@link PolicyLayer#TRUST} takes the place of the resource policy.
     */
    static Decision decideTrust(Map<PolicyLayer, LayerVerdict> verdicts, Standing standing) {
        Decision decision = decide(verdicts, standing, PolicyLayer.TRUST);
        if (decision instanceof Decision.ExplicitlyDenied
                || verdicts.get(PolicyLayer.TRUST) instanceof LayerVerdict.Allows) {
            return decision;
        }
        return new Decision.ImplicitlyDenied(PolicyLayer.TRUST);
    }

    private static Decision decide(
            Map<PolicyLayer, LayerVerdict> verdicts, Standing standing, PolicyLayer resourceSide) {
        for (PolicyLayer layer : PolicyLayer.values()) {
            if (verdicts.get(layer) instanceof LayerVerdict.Denies(var statements)) {
                return new Decision.ExplicitlyDenied(layer, statements);
            }
        }
        if (standing == Standing.ROOT) {
            return new Decision.Allowed(List.of());
        }
        Grant grant = grantOf(verdicts.get(resourceSide));
        boolean sameAccount = standing == Standing.SAME_ACCOUNT;
        if (sameAccount && grant == Grant.FULL) {
            return new Decision.Allowed(statementsOf(verdicts.get(resourceSide)));
        }
        boolean identity = verdicts.get(PolicyLayer.IDENTITY) instanceof LayerVerdict.Allows;
        boolean identityNeeded =
                standing != Standing.ROOT_OF_OTHER_ACCOUNT
                        && !(sameAccount && grant == Grant.TO_ROLE);
        if (identityNeeded && !identity) {
            return new Decision.ImplicitlyDenied(PolicyLayer.IDENTITY);
        }
        for (PolicyLayer limit : LIMITS) {
            if (verdicts.get(limit) instanceof LayerVerdict.Silent) {
                return new Decision.ImplicitlyDenied(limit);
            }
        }
        if (!sameAccount && grant == Grant.NONE) {
            return new Decision.ImplicitlyDenied(resourceSide);
        }
        List<StatementRef> statements =
                new ArrayList<>(statementsOf(verdicts.get(PolicyLayer.IDENTITY)));
        if (!sameAccount || !identity || resourceSide == PolicyLayer.TRUST) {
            statements.addAll(statementsOf(verdicts.get(resourceSide)));
        }
        return new Decision.Allowed(statements);
    }

    private static Grant grantOf(@Nullable LayerVerdict verdict) {
        return verdict instanceof LayerVerdict.Allows(var grant, _) ? grant : Grant.NONE;
    }

    private static List<StatementRef> statementsOf(@Nullable LayerVerdict verdict) {
        return verdict instanceof LayerVerdict.Allows(_, var statements) ? statements : List.of();
    }
}
