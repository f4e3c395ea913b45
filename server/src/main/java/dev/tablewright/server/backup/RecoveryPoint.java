package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A backup in a vault. Its ARN is that of the engine's backup, as it is on AWS without Backup's
 * advanced features for DynamoDB.
 *
 * @param initiated when the job was created
 * @param created when the backup was taken; its lifecycle counts from here
 * @param completed null while it is being made
 * @param origin null for one that somebody asked for
 * @param keyArn KMS key that the table is encrypted with; null for AWS's own
 * @param lastRestored null for never
 */
public record RecoveryPoint(
        Place place,
        String arn,
        String vault,
        TableRef table,
        String roleArn,
        Status status,
        Lifecycle lifecycle,
        Map<String, String> tags,
        long bytes,
        Instant initiated,
        Instant created,
        @Nullable Instant completed,
        @Nullable Origin origin,
        @Nullable String keyArn,
        @Nullable Instant lastRestored) {
    /** The API's states that ours come to. */
    public enum Status {
        /** Being made. */
        CREATING,
        /** Ready to be restored. */
        COMPLETED,
        /** To be removed as soon as nobody restores from it. */
        DELETING
    }

    /** Copies the tags. */
    public RecoveryPoint {
        tags = Map.copyOf(tags);
    }

    /** Returns the ARN of its vault. */
    public String vaultArn() {
        return place.arn("backup-vault", vault);
    }

    /** Returns when it is deleted; null for never. */
    public @Nullable Instant deleteAt() {
        return lifecycle.deleteAt(created);
    }

    RecoveryPoint completed(long size, Instant taken, Instant now) {
        return with(Status.COMPLETED, lifecycle, tags, size, taken, now, lastRestored);
    }

    RecoveryPoint deleting() {
        return with(Status.DELETING, lifecycle, tags, bytes, created, completed, lastRestored);
    }

    RecoveryPoint kept(Lifecycle other) {
        return with(status, other, tags, bytes, created, completed, lastRestored);
    }

    RecoveryPoint withTags(Map<String, String> other) {
        return with(status, lifecycle, other, bytes, created, completed, lastRestored);
    }

    RecoveryPoint restoredAt(Instant now) {
        return with(status, lifecycle, tags, bytes, created, completed, now);
    }

    private RecoveryPoint with(
            Status newStatus,
            Lifecycle newLifecycle,
            Map<String, String> newTags,
            long size,
            Instant taken,
            @Nullable Instant done,
            @Nullable Instant restored) {
        return new RecoveryPoint(
                place,
                arn,
                vault,
                table,
                roleArn,
                newStatus,
                newLifecycle,
                newTags,
                size,
                initiated,
                taken,
                done,
                origin,
                keyArn,
                restored);
    }
}
