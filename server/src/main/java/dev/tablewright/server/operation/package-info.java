/** One file per API operation: its members, its permission, its answer. */
@NullMarked
package dev.tablewright.server.operation;

import org.jspecify.annotations.NullMarked;
