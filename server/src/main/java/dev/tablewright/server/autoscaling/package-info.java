/**
 * Application Auto Scaling for DynamoDB: which capacities follow the load, between which bounds,
 * and what makes them follow. The state lies in a keyspace of its own, changed by decide, commit,
 * apply; {@link dev.tablewright.server.autoscaling.Scaler} does by the clock what AWS does with
 * CloudWatch alarms. Start at {@link dev.tablewright.server.autoscaling.AutoScaling}.
 */
@NullMarked
package dev.tablewright.server.autoscaling;

import org.jspecify.annotations.NullMarked;
