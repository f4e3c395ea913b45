package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How far a restore is.
 *
 * @param items that are back, as far as the target tells: AWS tells nothing before the end
 * @param expectedItems as the source or the backup had them; 0 when that is not known
 */
public record RestoreProgress(
        String status,
        long items,
        long bytes,
        long expectedItems,
        long expectedBytes,
        Duration soFar) {
    /** Returns how much longer it takes if it goes on as it went; null when nobody can tell. */
    public @Nullable Duration left() {
        if (items <= 0 || expectedItems <= items || soFar.isZero()) {
            return null;
        }
        double share = (double) items / expectedItems;
        return Duration.ofMillis((long) (soFar.toMillis() * (1 - share) / share));
    }
}
