package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as policies write them: W3C's profile of ISO 8601 (a month, a day, or a time of a day, with
 * Z, an offset, or nothing for UTC), or whole seconds since 1970. Digits alone are always seconds,
 * so a bare year cannot be written.
 *
 * @see <a href="https://www.w3.org/TR/NOTE-datetime">Date and Time Formats</a>
 */
final class PolicyDate {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,19}");
    private static final Pattern ISO =
            Pattern.compile(
                    "(-?[0-9]{4,9})-([0-9]{1,2})(?:-([0-9]{1,2})"
                            + "(?:[Tt]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?"
                            + "([Zz]|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?)?");

    private PolicyDate() {}

    /** Reads a date; null when {@code text} is none. */
    static @Nullable Instant parse(String text) {
        // No date is longer; requests choose the length.
        if (text.length() > 64) {
            return null;
        }
        try {
            return SECONDS.matcher(text).matches() ? ofSeconds(text) : iso(text);
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    private static @Nullable Instant ofSeconds(String digits) {
        try {
            long seconds = Long.parseLong(digits);
            // Whoever writes "never" as the largest number means it.
            return seconds > Instant.MAX.getEpochSecond()
                    ? Instant.MAX
                    : Instant.ofEpochSecond(seconds);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable Instant iso(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        LocalDateTime time =
                LocalDateTime.of(
                        number(matcher.group(1), 1970),
                        number(matcher.group(2), 1),
                        number(matcher.group(3), 1),
                        number(matcher.group(4), 0),
                        number(matcher.group(5), 0),
                        number(matcher.group(6), 0),
                        nanos(matcher.group(7)));
        return time.toInstant(offset(matcher.group(8)));
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static ZoneOffset offset(@Nullable String text) {
        return text == null ? ZoneOffset.UTC : ZoneOffset.of(text.equals("z") ? "Z" : text);
    }
}
