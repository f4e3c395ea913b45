/**
 * The operator: Crossplane's kinds for DynamoDB and IAM, reconciled without Crossplane. Start at
 * {@link dev.tablewright.operator.Main}.
 */
@NullMarked
package dev.tablewright.operator;

import org.jspecify.annotations.NullMarked;
