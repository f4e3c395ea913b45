/**
 * Where everything is kept: the only place that builds storage keys. Start at {@link
 * dev.tablewright.engine.keyspace.Keyspace}.
 */
@NullMarked
package dev.tablewright.engine.keyspace;

import org.jspecify.annotations.NullMarked;
