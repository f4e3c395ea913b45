/**
 * What to change in a values file: so that a refused request would be allowed, or so that nothing
 * is granted that nobody uses. Pure; whoever calls knows what was refused and used.
 */
@NullMarked
package dev.tablewright.controlplane.suggestion;

import org.jspecify.annotations.NullMarked;
