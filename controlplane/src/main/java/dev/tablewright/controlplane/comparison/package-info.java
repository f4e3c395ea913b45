/**
 * Compares the items of two tables: once, in bounded memory, or continuously while both are
 * written. Reads only, through AWS's API. Begin with {@link
 * dev.tablewright.controlplane.comparison.Comparison}.
 */
@NullMarked
package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.NullMarked;
