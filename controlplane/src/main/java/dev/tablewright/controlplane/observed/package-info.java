/**
 * What there is: the tables, policies and roles that a plan is about, as the target shows them now.
 *
 * <p>{@link dev.tablewright.controlplane.observed.Observer} only reads.
 */
@NullMarked
package dev.tablewright.controlplane.observed;

import org.jspecify.annotations.NullMarked;
