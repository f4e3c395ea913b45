/** Transactions over items of several tables, and their idempotency tokens. */
@NullMarked
package dev.tablewright.engine.transaction;

import org.jspecify.annotations.NullMarked;
