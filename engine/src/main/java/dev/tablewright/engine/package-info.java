/**
 * The database, without HTTP and without permissions. Start at {@link
 * dev.tablewright.engine.Database}.
 */
@NullMarked
package dev.tablewright.engine;

import org.jspecify.annotations.NullMarked;
