package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Where a restored table comes from; it keeps that for life.
 *
 * @param backupArn the backup; null where it is a point in time of a table
 * @param sourceTableArn the table that was backed up or gone back in; it may be gone
 * @param moment the state that is restored: when the backup was taken, or the point in time
 * @param inProgress whether items are still missing; until then the table is CREATING
 */
public record Restoration(
        @Nullable String backupArn, String sourceTableArn, Instant moment, boolean inProgress) {
    Restoration done() {
        return new Restoration(backupArn, sourceTableArn, moment, false);
    }
}
