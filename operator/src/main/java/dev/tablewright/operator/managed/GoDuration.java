package dev.tablewright.operator.managed;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}. */
public final class GoDuration {
    private static final Pattern PART =
            Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(ms|us|µs|ns|h|m|s)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "h", 3_600_000_000_000L,
                    "m", 60_000_000_000L,
                    "s", 1_000_000_000L,
                    "ms", 1_000_000L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ns", 1L);

    private GoDuration() {}

    /** Reads a positive duration; empty if {@code text} is none. */
    public static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text);
        int end = 0;
        BigDecimal nanos = BigDecimal.ZERO;
        while (part.find() && part.start() == end) {
            Long unit = NANOS.get(part.group(2));
            nanos =
                    nanos.add(
                            new BigDecimal(part.group(1))
                                    .multiply(BigDecimal.valueOf(unit == null ? 0 : unit)));
            end = part.end();
        }
        boolean whole = end == text.length() && nanos.signum() > 0;
        return whole && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? Optional.of(Duration.ofNanos(nanos.longValue()))
                : Optional.empty();
    }
}
