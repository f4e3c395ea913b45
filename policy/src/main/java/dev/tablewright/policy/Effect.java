package dev.tablewright.policy;

/** What a statement does with the requests that it matches. */
public enum Effect {
    /** Grants them, unless another statement denies. */
    ALLOW("Allow"),
    /** Denies them, whatever other statements say. */
    DENY("Deny");

    private final String policyName;

    Effect(String policyName) {
        this.policyName = policyName;
    }

    /** Returns the word in policies; compared with regard to case. */
    public String policyName() {
        return policyName;
    }
}
