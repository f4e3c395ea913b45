package dev.tablewright.operator.managed;

/** What a managed resource may have done to it. */
public enum Action {
    /** Reading. */
    OBSERVE("Observe"),
    /** Making it. */
    CREATE("Create"),
    /** Changing it. */
    UPDATE("Update"),
    /** Deleting it, when its object is deleted. */
    DELETE("Delete"),
    /** Writing into the object what the resource has and the object does not say. */
    LATE_INITIALIZE("LateInitialize");

    private final String written;

    Action(String written) {
        this.written = written;
    }

    /** Returns its name in {@code spec.managementPolicies}. */
    public String written() {
        return written;
    }
}
