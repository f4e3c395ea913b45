/**
 * DynamoDB Streams. Start at {@link dev.tablewright.server.operation.streams.StreamsOperations}.
 */
@NullMarked
package dev.tablewright.server.operation.streams;

import org.jspecify.annotations.NullMarked;
