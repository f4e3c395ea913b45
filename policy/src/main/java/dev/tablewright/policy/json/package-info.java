/**
 * Reading and writing policy documents as JSON.
 *
 * <p>A reader of our own, because two things matter here that general readers do not give: every
 * value knows its line and column, and whatever is ambiguous (a key that stands twice, a trailing
 * comma) is refused, since two readers of one policy must not understand it differently.
 */
@NullMarked
package dev.tablewright.policy.json;

import org.jspecify.annotations.NullMarked;
