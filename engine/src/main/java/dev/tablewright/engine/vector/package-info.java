/**
 * Vector indexes: which entry follows from an item, and finding the entries that are most like a
 * given vector. Start at {@link dev.tablewright.engine.vector.Searches}.
 *
 * <p>The search is exact: it looks at every vector that it may find, and remembers the best. An
 * entry holds nothing but the vector, as 32-bit floats, what it is selected by and the key of its
 * item; what a search answers with is read from the items found, in the same view.
 */
@NullMarked
package dev.tablewright.engine.vector;

import org.jspecify.annotations.NullMarked;
