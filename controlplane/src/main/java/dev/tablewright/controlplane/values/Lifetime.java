package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an environment lives, as users write it: {@code 90m}, {@code 12h}, {@code 3d}, {@code
 * 2w}.
 *
 * @param text as written; kept in a tag, so that a later plan sees whether it was changed
 */
public record Lifetime(String text, Duration duration) {
    /** What a lifetime looks like. */
    static final Pattern PATTERN = Pattern.compile("([1-9][0-9]{0,4})([mhdw])");

    /** The rule in words. */
    public static final String RULE =
            "write minutes, hours, days or weeks such as 90m, 12h, 3d or 2w; 15 minutes at least,"
                    + " 10 years at most";

    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofDays(3660);

    /** Returns the lifetime that {@code text} says; null when it says none. */
    public static @Nullable Lifetime parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                };
        return duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0
                ? null
                : new Lifetime(text, duration);
    }

    @Override
    public String toString() {
        return text;
    }
}
