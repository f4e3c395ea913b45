/**
 * What is to be done: the steps from what is observed to what is desired, and who gains or loses
 * which access by them.
 *
 * <p>{@link dev.tablewright.controlplane.plan.Planner} is a pure function. Its answer is printed,
 * and only then handed to {@link dev.tablewright.controlplane.apply.Applier}.
 */
@NullMarked
package dev.tablewright.controlplane.plan;

import org.jspecify.annotations.NullMarked;
