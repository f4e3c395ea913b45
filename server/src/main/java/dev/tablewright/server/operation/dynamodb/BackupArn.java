package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

/**
 * BackupArn of a request. It is authorized on its text, whatever it is, before it is judged.
 *
 * @param ref what the text names; null if it names no backup
 */
record BackupArn(String text, @Nullable BackupRef ref) {
    /** Reads the member {@code BackupArn}. */
    static BackupArn read(RequestReader in) {
        String text =
                in.requiredString(
                        "BackupArn", Constraint.minLength(37), Constraint.maxLength(1024));
        return new BackupArn(text, BackupRef.of(text));
    }

    /** The permission for an action on it; a backup has no tags. */
    Access access(String action) {
        return TableAccess.toText(action, text);
    }

    /**
     * Returns the backup that it names.
     *
     * @throws dev.tablewright.engine.DatabaseException.BackupNotFound if it names none
     */
    BackupRef require() {
        if (ref == null) {
            throw Backups.notFound(text);
        }
        return ref;
    }
}
