/** The operations of STS, one file each. Start at {@link StsOperations}. */
@NullMarked
package dev.tablewright.server.operation.sts;

import org.jspecify.annotations.NullMarked;
