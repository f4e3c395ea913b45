package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as people write it: {@code 2026-03-01T12:00:00Z}, {@code 2026-03-01 12:00},
 * {@code 2026-03-01 12:00 Europe/Berlin}, {@code 14:30}, {@code yesterday 14:00}, {@code 10 minutes
 * ago}, {@code 1h30m}.
 */
public sealed interface Moment {
    /** Returns the second that is meant by somebody who says it at {@code now}. */
    Instant when(Instant now);

    /**
     * A moment whoever says it, and whenever.
     *
     * @param at whole seconds
     */
    record Fixed(Instant at) implements Moment {
        @Override
        public Instant when(Instant now) {
            return at;
        }
    }

    /** A span before now. */
    record Ago(Duration span) implements Moment {
        @Override
        public Instant when(Instant now) {
            return now.minus(span).truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** The newest that can be had. */
    record Latest() implements Moment {
        @Override
        public Instant when(Instant now) {
            return now.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** Text that names no moment. */
    final class NoMoment extends Exception {
        private static final long serialVersionUID = 1L;

        NoMoment(String sentence) {
            super(sentence);
        }
    }

    /** The forms, for messages and help. */
    String FORMS =
            "2026-03-01T12:00:00Z, \"2026-03-01 12:00\", \"2026-03-01 12:00 Europe/Berlin\","
                    + " \"yesterday 14:00\", 14:30, \"10 minutes ago\", 1h30m or latest";

    /**
     * Reads a moment.
     *
     * @param now what "yesterday" is the day before of
     * @param here zone of times that name none
     * @throws NoMoment if it is none, in words for the user
     */
    static Moment of(String text, Instant now, ZoneId here) throws NoMoment {
        String said = text.strip();
        if (said.equalsIgnoreCase("latest") || said.equalsIgnoreCase("now")) {
            return new Latest();
        }
        Duration span = Reading.span(said.toLowerCase(Locale.ROOT));
        if (span != null) {
            return new Ago(span);
        }
        try {
            return new Fixed(Reading.fixed(said, now, here).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            throw new NoMoment("\"" + text + "\" is no time: write for instance " + FORMS);
        }
    }

    /** How the forms are read. */
    final class Reading {
        private static final Pattern SPAN =
                Pattern.compile(
                        "((?:(?:\\d{1,9}|an?)\\s*"
                                + "(?:d|days?|h|hours?|hrs?|m|min|mins|minutes?|s|sec|secs|seconds?)"
                                + "[\\s,]*(?:and\\s+)?)+?)(?:\\s*ago)?");
        private static final Pattern PART =
                Pattern.compile("(\\d{1,9}|\\ban?\\b)\\s*([dhms])[a-z]*");
        private static final Pattern LOCAL =
                Pattern.compile(
                        "(?:(\\d{4}-\\d{2}-\\d{2}|today|yesterday)(?:[T ]+))?"
                                + "(\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
                                + "(?:\\s*(Z|[+-]\\d{2}:?\\d{2}|[A-Za-z][A-Za-z0-9_+/-]*))?",
                        Pattern.CASE_INSENSITIVE);
        private static final Map<String, ChronoUnit> UNITS =
                Map.of(
                        "d", ChronoUnit.DAYS,
                        "h", ChronoUnit.HOURS,
                        "m", ChronoUnit.MINUTES,
                        "s", ChronoUnit.SECONDS);

        private Reading() {}

        private static @Nullable Duration span(String text) {
            Matcher whole = SPAN.matcher(text);
            if (!whole.matches()) {
                return null;
            }
            Duration span = Duration.ZERO;
            Matcher part = PART.matcher(whole.group(1));
            while (part.find()) {
                long count = part.group(1).startsWith("a") ? 1 : Long.parseLong(part.group(1));
                ChronoUnit unit = UNITS.getOrDefault(part.group(2), ChronoUnit.SECONDS);
                span = span.plus(unit.getDuration().multipliedBy(count));
            }
            return span;
        }

        private static Instant fixed(String text, Instant now, ZoneId here) {
            Matcher local = LOCAL.matcher(text);
            if (!local.matches()) {
                return ZonedDateTime.parse(text, DateTimeFormatter.ISO_ZONED_DATE_TIME).toInstant();
            }
            ZoneId zone =
                    local.group(3) == null ? here : ZoneId.of(local.group(3), ZoneId.SHORT_IDS);
            LocalDate today = LocalDate.ofInstant(now, zone);
            String day = local.group(1) == null ? "today" : local.group(1).toLowerCase(Locale.ROOT);
            LocalDate date =
                    switch (day) {
                        case "today" -> today;
                        case "yesterday" -> today.minusDays(1);
                        default -> LocalDate.parse(day);
                    };
            String time = local.group(2);
            LocalTime clock = LocalTime.parse(time.indexOf(':') == 1 ? "0" + time : time);
            return LocalDateTime.of(date, clock).atZone(zone).toInstant();
        }
    }
}
