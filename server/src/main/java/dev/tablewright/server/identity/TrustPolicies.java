package dev.tablewright.server.identity;

import dev.tablewright.policy.PolicyKind;

/** Trust policies: kept with unique ids in place of ARNs, see {@link PrincipalIds}. */
public final class TrustPolicies {
    private TrustPolicies() {}

    /**
     * Reads a trust policy that somebody sent.
     *
     * @throws IdentityException if the document is malformed, or names a user or role that does not
     *     exist in an account that we know
     */
    public static StoredPolicy parse(String text, IdentityImage image) {
        StoredPolicy asSent = StoredPolicy.parse(text, PolicyKind.TRUST);
        String withIds = PrincipalIds.toStored(text, image);
        return withIds.equals(text) ? asSent : StoredPolicy.parse(withIds, PolicyKind.TRUST);
    }

    /** Returns the document as IAM shows it, with the ARNs of what still exists. */
    public static String shown(StoredPolicy trust, IdentityImage image) {
        return PrincipalIds.toShown(trust.text(), image);
    }
}
