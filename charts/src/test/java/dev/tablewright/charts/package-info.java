/** What the charts render, held against what plan and apply would do with the same values. */
@NullMarked
package dev.tablewright.charts;

import org.jspecify.annotations.NullMarked;
