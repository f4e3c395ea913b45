package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Denial;
import dev.tablewright.policy.Principal;

/** What a caller is told of a denial. */
final class DenialSentence {
    private DenialSentence() {}

    static String of(Principal principal, Access access, Decision decision) {
        return tellsNoReason(access, decision)
                ? Denial.unreasoned(principal.arn(), access.action(), access.shownResource())
                : Denial.sentence(
                        principal.arn(), access.action(), access.shownResource(), decision);
    }

    /**
     * A role that does not exist and one that does not trust the caller are refused alike: the
     * reason would tell them apart.
     */
    private static boolean tellsNoReason(Access access, Decision decision) {
        return access.rule() instanceof Access.Rule.Trust
                && decision instanceof Decision.ImplicitlyDenied;
    }
}
