package dev.tablewright.model;

/**
 * Provisioned throughput.
 *
 * @param read read capacity units a second, at least 1; 0 for an on-demand table
 * @param write write capacity units a second, at least 1; 0 for an on-demand table
 */
public record Throughput(long read, long write) {
    /** What on-demand tables report. */
    public static final Throughput ON_DEMAND = new Throughput(0, 0);
}
