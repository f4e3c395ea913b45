/**
 * Doing what a plan says, step by step, each one checked again just before.
 *
 * <p>Only {@link dev.tablewright.controlplane.apply.Applier} changes a target.
 */
@NullMarked
package dev.tablewright.controlplane.apply;

import org.jspecify.annotations.NullMarked;
