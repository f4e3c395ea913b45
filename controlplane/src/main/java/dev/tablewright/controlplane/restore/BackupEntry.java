package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A backup as the lists have it.
 *
 * @param type USER, SYSTEM or AWS_BACKUP
 * @param status CREATING, AVAILABLE or DELETED
 * @param bytes null where it is not told
 * @param expires null when it stays until it is deleted
 */
public record BackupEntry(
        String table,
        String arn,
        String name,
        String type,
        String status,
        Instant created,
        @Nullable Long bytes,
        @Nullable Instant expires) {
    /** Whether it can be restored. */
    public boolean isAvailable() {
        return status.equals("AVAILABLE");
    }
}
