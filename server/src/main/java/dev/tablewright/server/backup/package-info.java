/**
 * AWS Backup: vaults, plans, jobs and recovery points, and the schedule that makes them.
 *
 * <p>Everything is kept in the storage engine and found in memory, on {@link
 * dev.tablewright.server.backup.Shelf shelves}. A recovery point is a backup of the engine of type
 * AWS_BACKUP: this package decides when one is made, how long it is kept and who may touch it; its
 * items are the engine's. Start at {@link dev.tablewright.server.backup.AwsBackup}; what happens by
 * itself is in {@link dev.tablewright.server.backup.BackupScheduler}.
 */
@NullMarked
package dev.tablewright.server.backup;

import org.jspecify.annotations.NullMarked;
