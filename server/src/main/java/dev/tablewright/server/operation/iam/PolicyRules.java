package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.json.PolicySize;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.TrustPolicies;

import java.util.regex.Pattern;

/** What IAM asks of documents and of ARNs of managed policies. */
final class PolicyRules {
    static final int MOST_TRUST_CHARACTERS = 2_048;

    private static final Pattern POLICY_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[!-~]+");

    private PolicyRules() {}

    /**
     * Checks that a text is the ARN of some policy.
     *
     * @throws IdentityException if it is not
     */
    static void requireValidArn(String arn) {
        if (!POLICY_ARN.matcher(arn).matches()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT, "ARN " + arn + " is not valid.");
        }
    }

    /**
     * As {@link #requireValidArn}, in the words of the operations that attach policies.
     *
     * @throws IdentityException if it is not
     */
    static void requireParsableArn(String arn) {
        if (!POLICY_ARN.matcher(arn).matches()) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR, "Invalid ARN:  Could not be parsed!");
        }
    }

    /**
     * Returns a policy, of the account or of AWS.
     *
     * @throws IdentityException if there is none
     */
    static ManagedPolicy find(Draft draft, EntityRef ref) {
        requireValidArn(ref.name());
        return draft.policy(ref.name());
    }

    /**
     * Returns a policy of the account, which may be changed.
     *
     * @throws IdentityException if there is none, or it is AWS's
     */
    static ManagedPolicy own(Draft draft, EntityRef ref) {
        ManagedPolicy policy = find(draft, ref);
        if (policy.ofAws()) {
            throw new IdentityException(
                    IdentityException.Code.ACCESS_DENIED, "Policy is outside your own account.");
        }
        return policy;
    }

    /**
     * Reads the document of a managed policy.
     *
     * @throws IdentityException if it is malformed or too long
     */
    static StoredPolicy managed(String text) {
        StoredPolicy document = StoredPolicy.parse(text, PolicyKind.MANAGED);
        Draft.requireQuota(
                PolicySize.withoutWhitespace(text) <= PolicySize.MANAGED_POLICY,
                "Cannot exceed quota for PolicySize: " + PolicySize.MANAGED_POLICY);
        return document;
    }

    /**
     * Reads the trust policy of a role.
     *
     * @throws IdentityException if it is malformed, names nobody, or is too long
     */
    static StoredPolicy trust(String text, Draft draft) {
        StoredPolicy trust = TrustPolicies.parse(text, draft.image());
        Draft.requireQuota(
                PolicySize.withoutWhitespace(text) <= MOST_TRUST_CHARACTERS,
                "Cannot exceed quota for ACLSizePerRole: " + MOST_TRUST_CHARACTERS);
        return trust;
    }
}
