package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a recovery point is kept.
 *
 * @param coldAfterDays days until it goes to cold storage; null for never. Ours never move: without
 *     AWS Backup's advanced features DynamoDB's do not on AWS either
 * @param deleteAfterDays days until it is deleted; null for never
 * @param archiveOptIn as it was sent; null when it was not
 */
public record Lifecycle(
        @Nullable Long coldAfterDays,
        @Nullable Long deleteAfterDays,
        @Nullable Boolean archiveOptIn) {
    /** Kept for good. */
    public static final Lifecycle FOR_GOOD = new Lifecycle(null, null, null);

    /** What is moved to cold storage stays there so many days at least. */
    private static final long LEAST_COLD_DAYS = 90;

    private static final long MOST_DAYS = 36_500;

    /**
     * Requires that the days make sense.
     *
     * @throws BackupException otherwise
     */
    public void check() {
        requireDays("MoveToColdStorageAfterDays", coldAfterDays);
        requireDays("DeleteAfterDays", deleteAfterDays);
        if (coldAfterDays != null
                && deleteAfterDays != null
                && deleteAfterDays != -1
                && deleteAfterDays < coldAfterDays + LEAST_COLD_DAYS) {
            throw BackupException.invalid(
                    "Invalid lifecycle. DeleteAfterDays cannot be less than "
                            + LEAST_COLD_DAYS
                            + " days apart from MoveToColdStorageAfterDays");
        }
    }

    /** -1 stands for never, as it does in answers of some SDKs. */
    private static void requireDays(String member, @Nullable Long days) {
        if (days != null && days != -1 && (days < 1 || days > MOST_DAYS)) {
            throw BackupException.invalid(
                    "Invalid lifecycle. " + member + " must be between 1 and " + MOST_DAYS);
        }
    }

    /** Whether nothing is said. */
    public boolean unspecified() {
        return coldAfterDays == null && deleteAfterDays == null && archiveOptIn == null;
    }

    /** Returns when what was made at {@code created} is deleted; null for never. */
    public @Nullable Instant deleteAt(Instant created) {
        return after(created, deleteAfterDays);
    }

    /** Returns when what was made at {@code created} would go to cold storage; null for never. */
    public @Nullable Instant coldAt(Instant created) {
        return after(created, coldAfterDays);
    }

    private static @Nullable Instant after(Instant created, @Nullable Long days) {
        return days == null || days == -1 ? null : created.plus(Duration.ofDays(days));
    }
}
