/**
 * The kinds: each maps the settings of its objects on what {@code controlplane} has for that
 * resource. One file for each; {@link dev.tablewright.operator.kind.Kinds} lists them.
 */
@NullMarked
package dev.tablewright.operator.kind;

import org.jspecify.annotations.NullMarked;
