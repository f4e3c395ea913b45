package dev.tablewright.server.authorization;

/** What becomes of a request that policy does not allow. */
public enum Enforcement {
    /** It is refused. */
    STRICT,
    /**
     * It is let through, counted and logged, so that policies can be written for what runs already.
     * Refused all the same: what is wrongly signed, a role whose trust policy does not let the
     * caller in, and the calls of our own service.
     */
    SOFT;

    /** Whether a denial of {@code access} is let through. */
    boolean letsThrough(Access access) {
        return this == SOFT
                && access.rule() instanceof Access.Rule.Policies
                && !access.action().startsWith("tablewright:");
    }
}
