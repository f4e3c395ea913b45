package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How the provisioned throughput of a table or of a global index has moved.
 *
 * @param lastIncrease null before the first
 * @param lastDecrease null before the first
 * @param decreases how many there were on the UTC day of {@code lastDecrease}
 * @param pending what the throughput will be once the table is ACTIVE again; null when no change is
 *     under way
 */
public record CapacityChanges(
        @Nullable Instant lastIncrease,
        @Nullable Instant lastDecrease,
        int decreases,
        @Nullable Throughput pending) {
    /** Nothing has changed yet. */
    public static final CapacityChanges NONE = new CapacityChanges(null, null, 0, null);

    private static final int FREE_DECREASES_A_DAY = 4;
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy h:mm:ss a 'UTC'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /** Returns DynamoDB's NumberOfDecreasesToday; a day is a UTC day. */
    public int decreasesToday(Instant now) {
        return lastDecrease != null && day(lastDecrease).equals(day(now)) ? decreases : 0;
    }

    /**
     * Notes that {@code to} was asked for.
     *
     * @throws DatabaseException.LimitExceeded if it is a decrease for which the day has no room:
     *     four are free, each further one needs an hour without a decrease
     */
    CapacityChanges request(Throughput from, Throughput to, Instant now) {
        boolean decrease = to.read() < from.read() || to.write() < from.write();
        boolean increase = to.read() > from.read() || to.write() > from.write();
        if (decrease) {
            requireRoomForDecrease(now);
        }
        return new CapacityChanges(
                increase ? now : lastIncrease,
                decrease ? now : lastDecrease,
                decrease ? decreasesToday(now) + 1 : decreases,
                to);
    }

    /** Notes that the pending change was made. */
    CapacityChanges done() {
        return new CapacityChanges(lastIncrease, lastDecrease, decreases, null);
    }

    private void requireRoomForDecrease(Instant now) {
        Instant last = lastDecrease;
        if (last == null || decreasesToday(now) < FREE_DECREASES_A_DAY) {
            return;
        }
        Instant next = last.plus(PAUSE);
        if (now.isBefore(next)) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Provisioned throughput decreases are limited within"
                            + " a given UTC day. After the first 4 decreases, each subsequent"
                            + " decrease in the same UTC day can be performed at most once every"
                            + " 3600 seconds. Number of decreases today: "
                            + decreasesToday(now)
                            + ". Last decrease at "
                            + CLOCK.format(last)
                            + ". Next decrease can be made at "
                            + CLOCK.format(next));
        }
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
