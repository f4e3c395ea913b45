package dev.tablewright.controlplane.values;

/** What may be done to the resources of a release. */
public enum ManagementPolicies {
    /** Create and update. */
    CONTROL,
    /** Read only: differences are reported, nothing is changed. */
    OBSERVE
}
