/**
 * Finds what values files, and the policies of an account, do otherwise than they seem to. What is
 * wrong with a policy document is decided by {@code policy.lint}; here is what follows from values,
 * and the reading of an account. Start at {@link dev.tablewright.controlplane.lint.ValuesLinter}.
 */
@NullMarked
package dev.tablewright.controlplane.lint;

import org.jspecify.annotations.NullMarked;
