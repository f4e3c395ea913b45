package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * One attempt to back a table up. Kept for {@link Jobs#HISTORY} after its end.
 *
 * @param token IdempotencyToken of the request that asked for it; null for none
 * @param state where it stands
 * @param message why, where that needs saying
 * @param startBy it expires if it has not started by then
 * @param completeBy it is aborted if it is not done by then
 * @param recoveryPointArn null until it has started
 * @param bytes size of the backup, once it is made
 * @param started null until it has
 * @param ended null until it has
 * @param origin null for one that somebody asked for
 */
public record BackupJob(
        Place place,
        String id,
        @Nullable String token,
        State state,
        @Nullable String message,
        String vault,
        TableRef table,
        String roleArn,
        Lifecycle lifecycle,
        Map<String, String> recoveryPointTags,
        Instant created,
        Instant startBy,
        Instant completeBy,
        @Nullable String recoveryPointArn,
        long bytes,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Origin origin) {
    /** The API's states; ours are never PENDING or PARTIAL. */
    public enum State {
        /** Waits to be started. */
        CREATED,
        /** Unused. */
        PENDING,
        /** The backup is being made. */
        RUNNING,
        /** To be stopped: the backup goes as soon as that is possible. */
        ABORTING,
        /** Stopped. */
        ABORTED,
        /** Done. */
        COMPLETED,
        /** Could not be done. */
        FAILED,
        /** Could not start in time. */
        EXPIRED,
        /** Unused. */
        PARTIAL
    }

    /** Copies the tags. */
    public BackupJob {
        recoveryPointTags = Map.copyOf(recoveryPointTags);
    }

    /** Returns the ARN of its vault. */
    public String vaultArn() {
        return place.arn("backup-vault", vault);
    }

    BackupJob started(String arn, Instant now) {
        return with(State.RUNNING, null, arn, bytes, now, null);
    }

    BackupJob aborting(String why) {
        return with(State.ABORTING, why, recoveryPointArn, bytes, started, null);
    }

    BackupJob ended(State how, @Nullable String why, long size, Instant now) {
        return with(how, why, recoveryPointArn, size, started, now);
    }

    private BackupJob with(
            State newState,
            @Nullable String newMessage,
            @Nullable String arn,
            long size,
            @Nullable Instant start,
            @Nullable Instant end) {
        return new BackupJob(
                place,
                id,
                token,
                newState,
                newMessage,
                vault,
                table,
                roleArn,
                lifecycle,
                recoveryPointTags,
                created,
                startBy,
                completeBy,
                arn,
                size,
                start,
                end,
                origin);
    }
}
