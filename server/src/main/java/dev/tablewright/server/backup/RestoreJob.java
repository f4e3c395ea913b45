package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A recovery point becoming a table. Kept for {@link Jobs#HISTORY} after its end.
 *
 * @param token IdempotencyToken of the request; null for none
 * @param message why it failed
 * @param metadata as it was sent
 * @param target the table that is made
 * @param keyId KMS key of the new table; null where that is not asked for
 * @param source the table that was backed up
 * @param ended null until it has
 */
public record RestoreJob(
        Place place,
        String id,
        @Nullable String token,
        Status status,
        @Nullable String message,
        String recoveryPointArn,
        String vaultArn,
        Instant recoveryPointCreated,
        String roleArn,
        Map<String, String> metadata,
        boolean copyTags,
        TableRef source,
        TableRef target,
        Encryption encryption,
        @Nullable String keyId,
        long bytes,
        Instant created,
        @Nullable Instant ended) {
    /** The API's states. */
    public enum Status {
        /** Waits to be started. */
        PENDING,
        /** The table is being filled. */
        RUNNING,
        /** The table can be used. */
        COMPLETED,
        /** Unused. */
        ABORTED,
        /** There is no table. */
        FAILED
    }

    /** What the new table is encrypted with. */
    public enum Encryption {
        /** What the table was that was backed up. */
        AS_WAS,
        /** A key that AWS owns. */
        OWNED,
        /** The key that is named. */
        KMS
    }

    /** Copies the metadata. */
    public RestoreJob {
        metadata = Map.copyOf(metadata);
    }

    /** Whether it is over, well or not. */
    public boolean over() {
        return ended != null;
    }

    RestoreJob as(Status other, @Nullable String why, @Nullable Instant end) {
        return new RestoreJob(
                place,
                id,
                token,
                other,
                why,
                recoveryPointArn,
                vaultArn,
                recoveryPointCreated,
                roleArn,
                metadata,
                copyTags,
                source,
                target,
                encryption,
                keyId,
                bytes,
                created,
                end);
    }
}
