package dev.tablewright.server.identity;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;

/**
 * Who signed a request.
 *
 * @param principal as policies see it
 * @param entityId key of the user, role or session that policies are looked up by
 * @param context principal keys such as aws:username, aws:userid and aws:PrincipalTag/..., fixed
 *     for as long as the credential lives
 */
public record Caller(Principal principal, String entityId, ConditionContext context) {
    /** Returns the account of the caller, 12 digits. */
    public String account() {
        return principal.account();
    }
}
