package dev.tablewright.model.expression;

import dev.tablewright.model.ValidationException;

/** The request parameters that hold an expression. */
enum ExpressionKind {
    UPDATE("UpdateExpression"),
    CONDITION("ConditionExpression"),
    KEY_CONDITION("KeyConditionExpression"),
    FILTER("FilterExpression"),
    PROJECTION("ProjectionExpression"),
    SEARCH_CONDITION("SearchConditionExpression");

    private final String parameter;

    ExpressionKind(String parameter) {
        this.parameter = parameter;
    }

    /** The parameter's name in the API. */
    String parameter() {
        return parameter;
    }

    ValidationException invalid(String reason) {
        return new ValidationException("Invalid " + parameter + ": " + reason);
    }
}
