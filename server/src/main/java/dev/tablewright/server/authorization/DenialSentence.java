package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Denial;
import dev.tablewright.policy.Principal;

/** What a caller is told of a denial. */
final class DenialSentence {
    private DenialSentence() {}

    static String of(Principal principal, Access access, Decision decision) {
        if (access.rule() instanceof Access.Rule.Trust(_, var bearer) && bearer != null) {
            return "Not authorized to perform " + access.action();
        }
        return tellsNoReason(access, decision)
                ? Denial.unreasoned(principal.arn(), access.action(), access.shownResource())
                : Denial.sentence(
                        principal.arn(), access.action(), access.shownResource(), decision);
    }

    /**
     * A role that does not exist and one that does not trust the caller are refused alike: the
     * reason would tell them apart. What is no ARN is nobody's to allow, so there is no reason.
     */
    private static boolean tellsNoReason(Access access, Decision decision) {
        return switch (access.rule()) {
            case Access.Rule.Trust _ -> decision instanceof Decision.ImplicitlyDenied;
            case Access.Rule.Policies _ ->
                    !access.resource().equals("*") && !access.resource().startsWith("arn:");
            case Access.Rule.Nobody _ -> false;
        };
    }
}
