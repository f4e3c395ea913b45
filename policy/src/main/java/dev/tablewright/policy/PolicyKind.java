package dev.tablewright.policy;

/** Where a policy document is used, which decides what it may contain. */
public enum PolicyKind {
    /** Managed identity policy: Version 2012-10-17 required, no principal. */
    MANAGED,
    /** Inline identity policy: no principal. */
    INLINE,
    /** Session policy of an STS call: no principal. */
    SESSION,
    /** Trust policy of a role: principal, no resource. */
    TRUST,
    /** Policy of a table or stream: principal and resource. */
    RESOURCE
}
