package dev.tablewright.policy;

/** The kinds of policy that take part in a decision, in the order in which denials name them. */
public enum PolicyLayer {
    /** Policies of the user, its groups, or the role. */
    IDENTITY,
    /** The permissions boundary. */
    PERMISSIONS_BOUNDARY,
    /** Policies passed when the session was made. */
    SESSION,
    /** The policy of the table or stream. */
    RESOURCE,
    /** The trust policy of a role. */
    TRUST
}
