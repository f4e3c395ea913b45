package dev.tablewright.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as users write them: {@code 90s}, {@code 15m}, {@code 2h}, {@code 30d}. */
final class Age {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,7})([smhd])");

    private Age() {}

    /**
     * Reads a span.
     *
     * @throws CliException naming {@code option} if it is none
     */
    static Duration of(String option, String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new CliException(
                    "\""
                            + text
                            + "\" is no span of time for "
                            + option
                            + ": write for instance 90s, 15m, 2h or 30d");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /**
     * Reads a point in time: a span before {@code now}, a day, or a time as ISO 8601 has it.
     *
     * @throws CliException naming {@code option} if it is none
     */
    static Instant before(String option, String text, Instant now) {
        if (FORM.matcher(text).matches()) {
            return now.minus(of(option, text));
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new CliException(
                    "\""
                            + text
                            + "\" is no time for "
                            + option
                            + ": write for instance 2h, 30d, 2026-03-01 or 2026-03-01T12:00:00Z");
        }
    }
}
