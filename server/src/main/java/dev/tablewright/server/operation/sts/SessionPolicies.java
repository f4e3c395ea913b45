package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.StoredPolicy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Session policies of a request: the inline one and those named by ARN.
 *
 * @param policies null when none were passed, which limits nothing
 * @param characters of all documents, as sent
 */
record SessionPolicies(@Nullable List<Session.Policy> policies, int characters) {
    private static final int MOST_ARNS = 10;

    /** No session policy. */
    static final SessionPolicies NONE = new SessionPolicies(null, 0);

    /**
     * Reads the documents.
     *
     * @param inline null when there is none
     * @param account where the policies named by ARN are looked up
     * @throws IdentityException if a document is malformed, or an ARN names no policy
     */
    static SessionPolicies of(@Nullable String inline, List<String> arns, AccountImage account) {
        if (inline == null && arns.isEmpty()) {
            return NONE;
        }
        if (arns.size() > MOST_ARNS) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    "1 validation error detected: Value '"
                            + arns
                            + "' at 'policyArns' failed to satisfy constraint: Member must have"
                            + " length less than or equal to "
                            + MOST_ARNS);
        }
        List<Session.Policy> policies = new ArrayList<>();
        int characters = 0;
        if (inline != null) {
            characters = inline.length();
            policies.add(
                    new Session.Policy(
                            "session policy",
                            false,
                            StoredPolicy.parse(inline, PolicyKind.SESSION)));
        }
        for (String arn : arns) {
            ManagedPolicy policy = account.policy(arn);
            if (policy == null) {
                throw new IdentityException(
                        IdentityException.Code.VALIDATION_ERROR,
                        "The session policy with ARN " + arn + " does not exist.");
            }
            StoredPolicy document = policy.inForce().document();
            characters += document.text().length();
            policies.add(new Session.Policy(arn, true, document));
        }
        return new SessionPolicies(policies, characters);
    }
}
