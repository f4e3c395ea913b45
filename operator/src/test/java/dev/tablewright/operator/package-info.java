@NullMarked
package dev.tablewright.operator;

import org.jspecify.annotations.NullMarked;
