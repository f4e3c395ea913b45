package dev.tablewright.server.audit;

import java.time.Duration;

/**
 * What is written to the audit files, and how long it stays.
 *
 * @param fileBytes a file that has grown beyond this is ended, also when the day (UTC) is over
 * @param retention files of days longer ago are deleted
 * @param totalBytes the oldest files are deleted when all together are larger
 */
public record AuditSettings(
        Level level, KeyValues.Form keys, long fileBytes, Duration retention, long totalBytes) {
    /** Which requests are written. */
    public enum Level {
        /** None. */
        OFF,
        /**
         * Every management request, every data request that was refused or failed, and every few
         * minutes how often each principal used which action on which table.
         */
        MANAGEMENT,
        /** Every request. */
        ALL
    }

    /** Management, no item keys, 90 days and 1 GiB. */
    public static final AuditSettings DEFAULT =
            new AuditSettings(
                    Level.MANAGEMENT, KeyValues.Form.OFF, 64 << 20, Duration.ofDays(90), 1L << 30);

    /** Returns these settings at another level. */
    public AuditSettings with(Level other) {
        return new AuditSettings(other, keys, fileBytes, retention, totalBytes);
    }

    /** Returns these settings with keys in another form. */
    public AuditSettings with(KeyValues.Form other) {
        return new AuditSettings(level, other, fileBytes, retention, totalBytes);
    }

    /** Returns these settings with another retention. */
    public AuditSettings with(Duration other) {
        return new AuditSettings(level, keys, fileBytes, other, totalBytes);
    }
}
