/**
 * The platform's side of {@code backup} in values: tables ask for it by the tag idp-backup, and the
 * platform has a vault, a role and a plan for each value of that tag. Through AWS's API alone, so
 * it is the same on AWS and on our engine.
 */
@NullMarked
package dev.tablewright.controlplane.schedule;

import org.jspecify.annotations.NullMarked;
