@NullMarked
package dev.tablewright.operator.kind;

import org.jspecify.annotations.NullMarked;
