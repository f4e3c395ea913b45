package dev.tablewright.server.schedule;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moments at which a rule runs: {@code cron(...)} in a time zone, {@code rate(...)} from a
 * first moment on, or once {@code at(...)} a local time.
 */
public sealed interface Schedule permits CronSchedule, Schedule.Rate, Schedule.At {
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
     * @throws ScheduleException if it is none, or the zone is not known
     */
    static Schedule parse(String text, String zone) {
        ZoneId id = zone(zone);
        if (text.startsWith("cron(") && text.endsWith(")")) {
            return CronSchedule.parse(text.substring(5, text.length() - 1), id);
        }
        if (text.startsWith("rate(") && text.endsWith(")")) {
            return Rate.parse(text.substring(5, text.length() - 1));
        }
        throw invalid(text);
    }

    /**
     * As {@link #parse}, and one run {@code at(yyyy-mm-ddThh:mm:ss)}.
     *
     * @throws ScheduleException as {@link #parse} does
     */
    static Schedule parseAlsoOnce(String text, String zone) {
        return text.startsWith("at(") && text.endsWith(")")
                ? At.parse(text.substring(3, text.length() - 1), zone(zone))
                : parse(text, zone);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new ScheduleException(name, true);
        }
    }

    /** What is no schedule. */
    static ScheduleException invalid(String text) {
        return new ScheduleException(text, false);
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

    /** Once; a time that the clocks skip is as much later. */
    record At(Instant moment) implements Schedule {
        private static Schedule parse(String text, ZoneId zone) {
            try {
                return new At(LocalDateTime.parse(text.strip()).atZone(zone).toInstant());
            } catch (DateTimeParseException malformed) {
                throw invalid("at(" + text + ")");
            }
        }

        @Override
        public @Nullable Instant next(Instant start, Instant after) {
            return moment.isAfter(after) ? moment : null;
        }
    }
}
