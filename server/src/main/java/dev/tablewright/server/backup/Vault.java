package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A vault.
 *
 * @param requestId CreatorRequestId; the request can be repeated under it
 * @param keyArn what its contents are encrypted with, as far as anybody is told
 * @param policy text of its access policy; null for none
 * @param lock null while it is not locked
 */
public record Vault(
        Place place,
        String name,
        @Nullable String requestId,
        String keyArn,
        Instant created,
        Map<String, String> tags,
        @Nullable String policy,
        @Nullable Lock lock) {
    /** Copies the tags. */
    public Vault {
        tags = Map.copyOf(tags);
    }

    /**
     * The lock of a vault: while it holds, nobody deletes a recovery point before its time.
     *
     * @param minDays least days that recovery points are to be kept; null for any
     * @param maxDays most days; null for any, and for ever
     * @param date from when the lock cannot be changed or removed any more; null for never
     */
    public record Lock(@Nullable Long minDays, @Nullable Long maxDays, @Nullable Instant date) {
        /** Whether nobody can change or remove it any more. */
        public boolean sealedAt(Instant now) {
            return date != null && !now.isBefore(date);
        }

        /** Returns what is wrong with keeping something as {@code lifecycle} says; null if fine. */
        @Nullable String complaint(Lifecycle lifecycle) {
            Long days = lifecycle.deleteAfterDays();
            if (days != null && days == -1) {
                days = null;
            }
            if (minDays != null && days != null && days < minDays) {
                return "The retention period of "
                        + days
                        + " days is shorter than the vault's MinRetentionDays of "
                        + minDays;
            }
            if (maxDays != null && (days == null || days > maxDays)) {
                return "The retention period"
                        + (days == null ? "" : " of " + days + " days")
                        + " is longer than the vault's MaxRetentionDays of "
                        + maxDays;
            }
            return null;
        }
    }

    /** Returns the vault's ARN. */
    public String arn() {
        return place.arn("backup-vault", name);
    }

    Vault withTags(Map<String, String> other) {
        return new Vault(place, name, requestId, keyArn, created, other, policy, lock);
    }

    Vault withPolicy(@Nullable String other) {
        return new Vault(place, name, requestId, keyArn, created, tags, other, lock);
    }

    Vault withLock(@Nullable Lock other) {
        return new Vault(place, name, requestId, keyArn, created, tags, policy, other);
    }
}
