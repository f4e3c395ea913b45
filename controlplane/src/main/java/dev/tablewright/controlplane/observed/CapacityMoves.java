package dev.tablewright.controlplane.observed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * When the capacity of a table was changed before, as far as the target tells. AWS allows some
 * changes only from time to time.
 *
 * @param table its provisioned throughput
 * @param indexes those of its global indexes, by name
 * @param lastToOnDemand when it was last moved to PAY_PER_REQUEST; null if never, or not told
 */
public record CapacityMoves(
        Decreases table, Map<String, Decreases> indexes, @Nullable Instant lastToOnDemand) {
    /** Nothing is known. */
    public static final CapacityMoves UNKNOWN = new CapacityMoves(Decreases.NONE, Map.of(), null);

    /** Copies the map. */
    public CapacityMoves {
        indexes = Map.copyOf(indexes);
    }

    /**
     * Decreases of a provisioned throughput.
     *
     * @param last null if there was none, or it is not told
     * @param today how many on the UTC day of {@code last}
     */
    public record Decreases(@Nullable Instant last, int today) {
        /** No decrease. */
        public static final Decreases NONE = new Decreases(null, 0);

        private static final int FREE_A_DAY = 4;
        private static final int MOST_A_DAY = 27;
        private static final Duration PAUSE = Duration.ofHours(1);

        /**
         * Returns from when on a further decrease is allowed: four a UTC day are free, each further
         * one needs an hour without, and there are 27 at most.
         */
        public Instant nextAt() {
            if (last == null || today < FREE_A_DAY) {
                return Instant.MIN;
            }
            Instant midnight =
                    LocalDate.ofInstant(last, ZoneOffset.UTC)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            Instant paused = last.plus(PAUSE);
            return today >= MOST_A_DAY || paused.isAfter(midnight) ? midnight : paused;
        }
    }
}
