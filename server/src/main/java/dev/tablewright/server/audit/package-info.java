/** Who did what, and what came of it: one structured log line for each request. */
@NullMarked
package dev.tablewright.server.audit;

import org.jspecify.annotations.NullMarked;
