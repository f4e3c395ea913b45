package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

/**
 * Backups on a schedule.
 *
 * @param schedule as AWS Backup writes it: {@code cron(0 3 * * ? *)}, in UTC
 * @param deleteAfterDays null to leave it to the plan of the platform
 */
public record Backup(boolean enabled, String schedule, @Nullable Long deleteAfterDays) {
    /** Every night at three. */
    public static final String NIGHTLY = "cron(0 3 * * ? *)";

    static final Backup OFF = new Backup(false, NIGHTLY, null);
}
