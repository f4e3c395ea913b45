/**
 * Expiry: items whose time has come are deleted in the background. Start at {@link
 * dev.tablewright.engine.ttl.TimeToLiveSweep}.
 */
@NullMarked
package dev.tablewright.engine.ttl;

import org.jspecify.annotations.NullMarked;
