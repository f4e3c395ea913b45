/** Items: pure changes, one writer that applies them, and reads by key. */
@NullMarked
package dev.tablewright.engine.item;

import org.jspecify.annotations.NullMarked;
