/** The operations of AWS Backup; see {@link dev.tablewright.server.backup}. */
@NullMarked
package dev.tablewright.server.operation.backup;

import org.jspecify.annotations.NullMarked;
