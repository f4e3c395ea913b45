package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Where a restored table comes from; it keeps that for life. A table that is being imported is held
 * back by the same, until it is there.
 *
 * @param backupArn the backup; null where it is a point in time of a table
 * @param sourceTableArn the table that was backed up or gone back in; it may be gone; empty for an
 *     import
 * @param moment the state that is restored: when the backup was taken, or the point in time
 * @param inProgress whether items are still missing; until then the table is CREATING
 */
public record Restoration(
        @Nullable String backupArn, String sourceTableArn, Instant moment, boolean inProgress) {
    /** A table that is being imported: it comes from no table, and is one like any other then. */
    static Restoration ofImport(Instant now) {
        return new Restoration(null, "", now, true);
    }

    /** Whether the table is not restored, but imported. */
    public boolean isImport() {
        return sourceTableArn.isEmpty();
    }

    @Nullable Restoration done() {
        return isImport() ? null : new Restoration(backupArn, sourceTableArn, moment, false);
    }
}
