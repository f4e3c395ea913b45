/**
 * The {@code tablewright} command: one class for each verb, and what they print. Thin: what a
 * values file means is decided in {@code controlplane}, what a request may do in {@code server}.
 *
 * <p>Tables and machine-readable answers go to stdout, progress and mistakes to stderr. Exit codes:
 * 0 done, 1 not done (and a sentence says why), 2 for {@code plan --exit-code} where there are
 * changes.
 */
@NullMarked
package dev.tablewright.cli;

import org.jspecify.annotations.NullMarked;
