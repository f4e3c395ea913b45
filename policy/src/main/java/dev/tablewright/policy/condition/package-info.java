/**
 * Conditions, and the patterns and variables that they share with resources.
 *
 * <p>One file per family of operators; {@link dev.tablewright.policy.condition.ConditionOperator}
 * says what a new one has to do. Everything is read when a policy is stored, so that evaluation
 * cannot fail: a Deny that silently matched nothing would widen access.
 */
@NullMarked
package dev.tablewright.policy.condition;

import org.jspecify.annotations.NullMarked;
