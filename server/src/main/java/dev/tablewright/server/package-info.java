/**
 * The server as a whole: one port for DynamoDB, IAM and STS. Start at {@link
 * dev.tablewright.server.TablewrightServer}.
 */
@NullMarked
package dev.tablewright.server;

import org.jspecify.annotations.NullMarked;
