package dev.tablewright.model.expression;

/** How several legacy conditions are joined. */
public enum ConditionalOperator {
    /** All must hold; the default. */
    AND,
    /** One must hold. */
    OR
}
