/**
 * What a policy document says against the intention of whoever wrote it. A document that lints
 * clean is not proved to be safe; one with findings does something else than it seems to.
 *
 * <p>Pure functions of their arguments. Rules are constants of the enums that implement {@link
 * dev.tablewright.policy.lint.Rule}, one family to a file: a new rule is one constant, and its rows
 * in the test table. Start at {@link dev.tablewright.policy.lint.PolicyLinter}.
 */
@NullMarked
package dev.tablewright.policy.lint;

import org.jspecify.annotations.NullMarked;
