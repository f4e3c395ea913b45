package dev.tablewright.model.expression;

/** At most 300 operators and functions in one expression. */
final class OperatorLimit {
    private static final int MAX_OPERATORS = 300;

    /** DynamoDB stops counting at the first operator that is too many. */
    static final String TOO_MANY_OPERATORS =
            "The expression contains too many operators; operator count: " + (MAX_OPERATORS + 1);

    private OperatorLimit() {}

    static void check(ExpressionKind kind, int operators) {
        if (operators > MAX_OPERATORS) {
            throw kind.invalid(TOO_MANY_OPERATORS);
        }
    }
}
