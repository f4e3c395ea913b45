/**
 * The API server as {@link dev.tablewright.operator.managed} sees it: objects, writes, events, and
 * when to reconcile.
 */
@NullMarked
package dev.tablewright.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
