/**
 * From HTTP requests to operations and back: DynamoDB's JSON protocol here, the query protocol of
 * IAM and STS in {@code query}. Only this package and its children know status codes and error type
 * names. Start at {@link dev.tablewright.server.protocol.Router}.
 */
@NullMarked
package dev.tablewright.server.protocol;

import org.jspecify.annotations.NullMarked;
