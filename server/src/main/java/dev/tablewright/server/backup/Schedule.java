package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moments at which a rule runs: {@code cron(...)} in a time zone, or {@code rate(...)} from a
 * first moment on.
 */
public sealed interface Schedule permits CronSchedule, Schedule.Rate {
    /** Backups can be made once in so long at most. */
    Duration LEAST_DISTANCE = Duration.ofHours(1);

    /** How many runs are looked at to see whether they are far enough from each other. */
    int LOOKED_AT = 50;

    /**
     * Returns the first run after a moment.
     *
     * @param start when the rule came into force, which rates count from
     * @return null if it never runs again
     */
    @Nullable Instant next(Instant start, Instant after);

    /**
     * Reads a schedule.
     *
     * @param zone for instance {@code Etc/UTC}
     * @throws BackupException if it is none, or the zone is not known
     */
    static Schedule parse(String text, String zone) {
        ZoneId id;
        try {
            id = ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw BackupException.invalid("Invalid ScheduleExpressionTimezone: " + zone);
        }
        if (text.startsWith("cron(") && text.endsWith(")")) {
            return CronSchedule.parse(text.substring(5, text.length() - 1), id);
        }
        if (text.startsWith("rate(") && text.endsWith(")")) {
            return Rate.parse(text.substring(5, text.length() - 1));
        }
        throw invalid(text);
    }

    /** Requires that runs are not closer to each other than AWS Backup can make backups. */
    default void requireFarEnoughApart(Instant now) {
        Instant last = next(now, now);
        for (int i = 0; last != null && i < LOOKED_AT; i++) {
            Instant following = next(now, last);
            if (following != null
                    && Duration.between(last, following).compareTo(LEAST_DISTANCE) < 0) {
                throw BackupException.invalid(
                        "Invalid ScheduleExpression: backups can be at most hourly");
            }
            last = following;
        }
    }

    /** What is no schedule. */
    static BackupException invalid(String text) {
        return BackupException.invalid("Invalid ScheduleExpression: " + text);
    }

    /** Once in every period. */
    record Rate(Duration period) implements Schedule {
        private static final Pattern FORM =
                Pattern.compile("([1-9][0-9]{0,5}) (minute|hour|day)(s?)");

        private static Rate parse(String text) {
            Matcher parts = FORM.matcher(text.strip());
            if (!parts.matches() || parts.group(1).equals("1") != parts.group(3).isEmpty()) {
                throw invalid("rate(" + text + ")");
            }
            long count = Long.parseLong(parts.group(1));
            return new Rate(
                    switch (parts.group(2)) {
                        case "minute" -> Duration.ofMinutes(count);
                        case "hour" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }

        @Override
        public Instant next(Instant start, Instant after) {
            if (after.isBefore(start)) {
                return start.plus(period);
            }
            long passed = Duration.between(start, after).dividedBy(period);
            return start.plus(period.multipliedBy(passed + 1));
        }
    }
}
