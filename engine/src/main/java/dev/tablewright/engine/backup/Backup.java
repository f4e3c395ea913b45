package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A backup of a table.
 *
 * @param source the table as it was, with its settings
 * @param created the moment whose items it holds
 * @param expires when it goes by itself; null for never
 * @param items how many; an estimate while CREATING
 * @param bytes size of all items, names included, uncompressed; an estimate while CREATING
 * @param damage which of its objects cannot be read, and why; null as far as is known
 */
public record Backup(
        BackupRef ref,
        String name,
        Type type,
        Status status,
        Table source,
        Instant created,
        @Nullable Instant expires,
        long items,
        long bytes,
        @Nullable String damage) {
    /** DynamoDB's BackupType. */
    public enum Type {
        /** Asked for by CreateBackup. */
        USER,
        /** Made when a table with point-in-time recovery is deleted. */
        SYSTEM,
        /** Made by AWS Backup. */
        AWS_BACKUP
    }

    /** DynamoDB's BackupStatus. */
    public enum Status {
        /** Being made. */
        CREATING,
        /** Being removed; nobody finds it any more. */
        DELETED,
        /** Ready to be restored. */
        AVAILABLE
    }

    Backup withStatus(Status other) {
        return new Backup(ref, name, type, other, source, created, expires, items, bytes, damage);
    }

    /** The same backup, begun anew from another state of the table. */
    Backup takenAgain(Table table, Instant now) {
        return new Backup(ref, name, type, status, table, now, expires, items, bytes, damage);
    }

    Backup available(long allItems, long allBytes) {
        return new Backup(
                ref,
                name,
                type,
                Status.AVAILABLE,
                source,
                created,
                expires,
                allItems,
                allBytes,
                damage);
    }

    Backup damaged(@Nullable String how) {
        return new Backup(ref, name, type, status, source, created, expires, items, bytes, how);
    }
}
