/**
 * DynamoDB's expression language: condition, filter, update, projection and key condition
 * expressions, and the legacy parameters that say the same.
 *
 * <p>Pure functions of request text and items; error texts are DynamoDB's. Start at {@link
 * dev.tablewright.model.expression.Expressions}.
 */
@NullMarked
package dev.tablewright.model.expression;

import org.jspecify.annotations.NullMarked;
