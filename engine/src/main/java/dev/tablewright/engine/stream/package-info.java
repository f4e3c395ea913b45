/**
 * Change streams: shards of a table's log, and how they are read. Start at {@link
 * dev.tablewright.engine.stream.Streams}.
 */
@NullMarked
package dev.tablewright.engine.stream;

import org.jspecify.annotations.NullMarked;
