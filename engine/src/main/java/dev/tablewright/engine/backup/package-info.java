/**
 * Backups of tables, and tables restored from them or to a point in time. Start at {@link
 * dev.tablewright.engine.backup.Backups} and {@link dev.tablewright.engine.backup.Restores}.
 *
 * <p>A backup is one view of the storage, written out as AWS's full export; a restore is a table
 * that nobody sees into until all its items are there. Both go on in the background, step by step,
 * and after a crash with the next start.
 */
@NullMarked
package dev.tablewright.engine.backup;

import org.jspecify.annotations.NullMarked;
