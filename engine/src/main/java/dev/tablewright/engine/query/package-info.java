/** Query and Scan: planning, paging and limits. */
@NullMarked
package dev.tablewright.engine.query;

import org.jspecify.annotations.NullMarked;
