/**
 * The AWS clients that observing and applying use: the public APIs of DynamoDB, IAM, STS and
 * Application Auto Scaling, and nothing private of any server, so that the target may be our own
 * engine, another one, or AWS.
 */
@NullMarked
package dev.tablewright.controlplane.target;

import org.jspecify.annotations.NullMarked;
