/**
 * What the values ask for, in AWS's own terms: table names, table settings, and one aggregated
 * policy per role.
 *
 * <p>All of it is a pure function of the values, the {@linkplain
 * dev.tablewright.controlplane.desired.Release release} and the account. Start at {@link
 * dev.tablewright.controlplane.desired.DesiredState}.
 */
@NullMarked
package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.NullMarked;
