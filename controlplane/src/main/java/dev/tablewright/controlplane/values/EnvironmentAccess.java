package dev.tablewright.controlplane.values;

/** What the principals of an environment may do with its tables. */
public enum EnvironmentAccess {
    /** Read tables and indexes. */
    READ,
    /** Write to tables. */
    WRITE,
    /** Both. */
    READ_WRITE,
    /** Both, and change, back up, restore and delete the tables. */
    ADMIN
}
