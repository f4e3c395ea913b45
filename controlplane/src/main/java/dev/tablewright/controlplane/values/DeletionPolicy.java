package dev.tablewright.controlplane.values;

/** What becomes of a resource that left the values. */
public enum DeletionPolicy {
    /** It is deleted. */
    DELETE,
    /** It stays. */
    ORPHAN
}
