/**
 * Taking over tables that exist: first what differs is shown, then only the tags are written that
 * say whose they are. Start with {@link dev.tablewright.controlplane.adoption.Adoption}.
 */
@NullMarked
package dev.tablewright.controlplane.adoption;

import org.jspecify.annotations.NullMarked;
