/**
 * What the environments of an account may use: tables, control-plane operations, bytes, units.
 *
 * <p>DynamoDB's own quotas are for a whole account, so one environment can use up what all of them
 * need. Here each has a budget of its own, and running out of it stops nobody else. An environment
 * is known by the beginnings of its tables' names, as the policies that keep environments apart
 * know it: a name cannot be shaken off like a tag. Start at {@link
 * dev.tablewright.server.budget.EnvironmentBudgets}.
 */
@NullMarked
package dev.tablewright.server.budget;

import org.jspecify.annotations.NullMarked;
