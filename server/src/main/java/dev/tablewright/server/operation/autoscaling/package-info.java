/**
 * The operations of Application Auto Scaling, for DynamoDB only: one file each. Start at {@link
 * dev.tablewright.server.operation.autoscaling.AutoScalingOperations}.
 */
@NullMarked
package dev.tablewright.server.operation.autoscaling;

import org.jspecify.annotations.NullMarked;
