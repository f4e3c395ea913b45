/**
 * Secondary indexes: which entries follow from an item, and filling a new index from the table.
 * Start at {@link dev.tablewright.engine.index.IndexMaintainer}.
 */
@NullMarked
package dev.tablewright.engine.index;

import org.jspecify.annotations.NullMarked;
