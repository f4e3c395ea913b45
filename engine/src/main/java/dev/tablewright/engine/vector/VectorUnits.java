package dev.tablewright.engine.vector;

/**
 * What reading and writing vectors is billed as. DynamoDB counts bytes; how, its documentation does
 * not say. Here they are counted in whole kilobytes, as its example shows them: for a write the
 * larger of what the index projects of the item before and after, for a search its vector and what
 * the index projects of the items found.
 */
public final class VectorUnits {
    private static final long KILOBYTE = 1024;

    private VectorUnits() {}

    /** Rounds up to whole kilobytes, at least one. */
    public static long whole(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, KILOBYTE)) * KILOBYTE;
    }
}
