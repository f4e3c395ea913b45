/**
 * Tables: what exists, in which state, with which settings. Decide, commit, then apply to an
 * immutable image that readers use without a lock. Start at {@link
 * dev.tablewright.engine.catalog.Tables}.
 */
@NullMarked
package dev.tablewright.engine.catalog;

import org.jspecify.annotations.NullMarked;
