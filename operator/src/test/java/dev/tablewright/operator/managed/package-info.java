@NullMarked
package dev.tablewright.operator.managed;

import org.jspecify.annotations.NullMarked;
