/**
 * Backups of tables, made, proved and brought back, through AWS's API alone: so they work on AWS
 * and on our engine alike. Begin with {@link dev.tablewright.controlplane.restore.Restoration}.
 */
@NullMarked
package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.NullMarked;
