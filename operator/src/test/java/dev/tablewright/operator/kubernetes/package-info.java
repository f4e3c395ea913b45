@NullMarked
package dev.tablewright.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
