package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.policy.PolicyLayer;
import dev.tablewright.policy.Principal;

/**
 * AWS's sentence for a denial.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Troubleshoot
 *     access denied error messages</a>
 */
final class DenialSentence {
    private DenialSentence() {}

    static String of(Principal principal, Access access, Decision decision) {
        return "User: "
                + principal.arn()
                + " is not authorized to perform: "
                + access.action()
                + " on resource: "
                + access.shownResource()
                + (tellsNoReason(access, decision) ? "" : reason(access.action(), decision));
    }

    /**
     * A role that does not exist and one that does not trust the caller are refused alike: the
     * reason would tell them apart.
     */
    private static boolean tellsNoReason(Access access, Decision decision) {
        return access.rule() instanceof Access.Rule.Trust
                && decision instanceof Decision.ImplicitlyDenied;
    }

    private static String reason(String action, Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ ->
                    throw new IllegalArgumentException("allowed: nothing to explain");
            case Decision.ImplicitlyDenied(var layer) ->
                    " because no " + nameOf(layer) + " allows the " + action + " action";
            case Decision.ExplicitlyDenied(var layer, _) ->
                    " with an explicit deny in "
                            + (layer == PolicyLayer.TRUST
                                    ? "the "
                                    : layer == PolicyLayer.IDENTITY ? "an " : "a ")
                            + nameOf(layer);
        };
    }

    private static String nameOf(PolicyLayer layer) {
        return switch (layer) {
            case IDENTITY -> "identity-based policy";
            case PERMISSIONS_BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
            case RESOURCE -> "resource-based policy";
            case TRUST -> "role trust policy";
        };
    }
}
