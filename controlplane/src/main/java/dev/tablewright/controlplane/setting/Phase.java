package dev.tablewright.controlplane.setting;

/**
 * When a setting changes, among the changes of one table. Indexes are deleted and billing changes
 * after {@link #BESIDE}; indexes are created before {@link #LAST}.
 */
public enum Phase {
    /** By a call of its own that nothing else depends on. */
    BESIDE,
    /** Limits and warmth of throughput, once the billing mode is right. */
    THROUGHPUT,
    /** Storage class. */
    TABLE_CLASS,
    /** Protection against deletion. */
    PROTECTION,
    /** Encryption at rest. */
    ENCRYPTION,
    /** The stream: never together with anything else. */
    STREAM,
    /** What needs all indexes and the stream to be there. */
    LAST
}
