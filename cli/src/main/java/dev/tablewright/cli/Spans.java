package dev.tablewright.cli;

import java.time.Duration;
import java.util.Locale;

/** Spans of time and amounts of bytes, as one says them. */
final class Spans {
    private Spans() {}

    /** Up to a minute to a tenth of a second, then to a second, then to a minute. */
    static String exact(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        return about(span);
    }

    /**
     * In two units at most: {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 days}.
     */
    static String about(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, span.toSeconds()) + " s";
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return span.toMinutes()
                    + " min"
                    + (span.toSecondsPart() == 0 ? "" : " " + span.toSecondsPart() + " s");
        }
        if (span.compareTo(Duration.ofDays(2)) < 0) {
            return span.toHours()
                    + " h"
                    + (span.toMinutesPart() == 0 ? "" : " " + span.toMinutesPart() + " min");
        }
        return span.toDays() + " days";
    }

    /** In the unit that leaves few digits: {@code 512 B}, {@code 1.4 MB}. */
    static String bytes(long count) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double value = count;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? count + " B"
                : String.format(
                        Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** With separators: {@code 1,234,567}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** One or several of something: {@code 1 item}, {@code 2,000 items}. */
    static String count(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }
}
