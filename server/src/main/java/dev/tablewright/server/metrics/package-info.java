/**
 * Numbers for who watches the server: how many requests of which kind, how they ended, how long
 * they took. Names of operations and of errors only; nothing of callers, tables' names, keys or
 * secrets, so that {@code /metrics} can be read without a signature. Start at {@link
 * dev.tablewright.server.metrics.RequestMetrics}.
 */
@NullMarked
package dev.tablewright.server.metrics;

import org.jspecify.annotations.NullMarked;
