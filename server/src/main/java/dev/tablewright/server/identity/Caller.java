package dev.tablewright.server.identity;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;

import java.util.List;

/**
 * Who signed a request.
 *
 * @param principal as policies see it
 * @param entityId key of the user, role or session that policies are looked up by
 * @param context principal keys such as aws:username, aws:userid and aws:PrincipalTag/..., fixed
 *     for as long as the credential lives
 */
public record Caller(Principal principal, String entityId, ConditionContext context) {
    /** Who signs nothing, as AssumeRoleWithWebIdentity is called. Has no account and no rights. */
    public static final Caller ANONYMOUS =
            new Caller(
                    new Principal(Principal.Type.ANONYMOUS, "", "anonymous", List.of()),
                    "anonymous",
                    ConditionContext.builder().put("aws:userid", "anonymous").build());

    /** Whether temporary credentials were used. */
    public boolean isTemporary() {
        return context.get("aws:TokenIssueTime") != null;
    }

    /** Whether the credentials were made with a code of a multi-factor device. */
    public boolean isMultiFactor() {
        List<String> present = context.get("aws:MultiFactorAuthPresent");
        return present != null && present.contains("true");
    }

    /** Returns the account of the caller, 12 digits. */
    public String account() {
        return principal.account();
    }
}
