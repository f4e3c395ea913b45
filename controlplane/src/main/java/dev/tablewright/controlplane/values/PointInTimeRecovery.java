package dev.tablewright.controlplane.values;

/**
 * Point-in-time recovery of a table.
 *
 * @param recoveryPeriodInDays how far back, 1 to 35 days; without meaning when not enabled
 */
public record PointInTimeRecovery(boolean enabled, int recoveryPeriodInDays) {
    /** What holds when the values say nothing: on, for 35 days. */
    public static final PointInTimeRecovery DEFAULT = new PointInTimeRecovery(true, 35);
}
