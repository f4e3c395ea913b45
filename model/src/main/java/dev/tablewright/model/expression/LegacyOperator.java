package dev.tablewright.model.expression;

import java.util.Set;

/** ComparisonOperator of the legacy parameters. */
public enum LegacyOperator {
    /** Equal; any type. */
    EQ,
    /** Not equal, or missing; any type. */
    NE,
    /** Equal to one of the operands. */
    IN,
    /** Less than or equal. */
    LE,
    /** Less than. */
    LT,
    /** Greater than or equal. */
    GE,
    /** Greater than. */
    GT,
    /** Between two operands, both included. */
    BETWEEN,
    /** The attribute exists. */
    NOT_NULL,
    /** The attribute does not exist. */
    NULL,
    /** Has the operand as substring or element. */
    CONTAINS,
    /** Does not have it, or is missing. */
    NOT_CONTAINS,
    /** Starts with the operand. */
    BEGINS_WITH;

    private static final Set<String> SORTABLE = Set.of("S", "N", "B");

    boolean takes(int operands) {
        return switch (this) {
            case NULL, NOT_NULL -> operands == 0;
            case BETWEEN -> operands == 2;
            case IN -> operands > 0;
            case EQ, NE, LE, LT, GE, GT, CONTAINS, NOT_CONTAINS, BEGINS_WITH -> operands == 1;
        };
    }

    boolean takes(String type) {
        return switch (this) {
            case EQ, NE, NULL, NOT_NULL -> true;
            case LE, LT, GE, GT, BETWEEN, IN -> SORTABLE.contains(type);
            case CONTAINS, NOT_CONTAINS ->
                    SORTABLE.contains(type) || type.equals("BOOL") || type.equals("NULL");
            case BEGINS_WITH -> type.equals("S") || type.equals("B");
        };
    }
}
