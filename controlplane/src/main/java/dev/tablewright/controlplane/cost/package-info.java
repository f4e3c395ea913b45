/**
 * What tables cost in a month: declared capacity, requests and storage times a price list that the
 * user can replace. What is not known is said to be unknown, and never counted as nothing.
 *
 * <p>All sums are exact decimals, rounded where they are printed. Start with {@link
 * dev.tablewright.controlplane.cost.Estimate}.
 */
@NullMarked
package dev.tablewright.controlplane.cost;

import org.jspecify.annotations.NullMarked;
