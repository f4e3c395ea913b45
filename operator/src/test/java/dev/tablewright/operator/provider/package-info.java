@NullMarked
package dev.tablewright.operator.provider;

import org.jspecify.annotations.NullMarked;
