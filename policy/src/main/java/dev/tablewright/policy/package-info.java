/**
 * The IAM policy language: reading policies, and deciding what they allow.
 *
 * <p>Everything here is a pure function of its arguments: no clock, no store, no network. Two rules
 * hold throughout: what cannot be decided is denied, and every {@link
 * dev.tablewright.policy.Decision} names the statements that made it. Start at {@link
 * dev.tablewright.policy.PolicyEvaluator}.
 */
@NullMarked
package dev.tablewright.policy;

import org.jspecify.annotations.NullMarked;
