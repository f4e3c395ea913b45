package dev.tablewright.controlplane.values;

/** How the policies of an environment say whose tables they are about. */
public enum PolicyForm {
    /** A policy for each user and role, with the names of the tables. */
    PER_PRINCIPAL,
    /** One policy on a group, with {@code ${aws:username}} in the names of the tables. */
    GROUP,
    /**
     * One policy for all roles, with {@code ${aws:PrincipalTag/...}} in the names of the tables.
     */
    PRINCIPAL_TAG,
    /** One policy for all roles: the tag of the table must be the tag of the role. */
    RESOURCE_TAG
}
