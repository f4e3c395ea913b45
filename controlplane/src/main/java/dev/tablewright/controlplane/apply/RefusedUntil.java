package dev.tablewright.controlplane.apply;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moment that a refusal of DynamoDB names: "Next update can be made at ...". It has no member
 * of its own for it. Where a sentence says nothing of the kind, nothing is concluded from it.
 */
final class RefusedUntil {
    private static final Pattern NEXT =
            Pattern.compile("Next \\w+ can be made at (?<time>[^.]+?)\\.?\\s*$");

    /** Two ways of writing it have been seen. */
    private static final List<DateTimeFormatter> CLOCKS =
            List.of(
                    DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss zzz yyyy", Locale.US),
                    DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy h:mm:ss a zzz", Locale.US));

    private RefusedUntil() {}

    static Optional<Instant> saidIn(String sentence) {
        Matcher next = NEXT.matcher(sentence);
        if (!next.find()) {
            return Optional.empty();
        }
        // Newer JDKs write a narrow no-break space before AM and PM.
        String time = next.group("time").replace('\u202f', ' ');
        for (DateTimeFormatter clock : CLOCKS) {
            try {
                return Optional.of(
                        ZonedDateTime.parse(time, clock)
                                .withZoneSameInstant(ZoneOffset.UTC)
                                .toInstant());
            } catch (DateTimeException _) {
                // Written in another way.
            }
        }
        return Optional.empty();
    }
}
