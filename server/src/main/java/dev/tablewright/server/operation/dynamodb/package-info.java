/** DynamoDB's operations, one file each, and their list. */
@NullMarked
package dev.tablewright.server.operation.dynamodb;

import org.jspecify.annotations.NullMarked;
