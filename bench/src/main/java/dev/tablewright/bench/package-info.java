/**
 * Benchmarks: what the speed of the server rests on. Run by {@code bench/run}; what the figures
 * were is in docs/performance.md.
 */
@NullMarked
package dev.tablewright.bench;

import org.jspecify.annotations.NullMarked;
