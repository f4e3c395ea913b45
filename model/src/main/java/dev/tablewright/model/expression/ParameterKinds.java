package dev.tablewright.model.expression;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The rule that a request says it with expressions or with the legacy parameters, never both, and
 * that placeholders need an expression.
 */
public final class ParameterKinds {
    private static final String PROJECTION = "ProjectionExpression";

    private ParameterKinds() {}

    /**
     * A parameter that the operation has.
     *
     * @param name as in the API, for instance {@code ConditionExpression}
     * @param value as sent; null when it was not
     */
    public record Parameter(String name, @Nullable Object value) {
        private boolean given() {
            return value != null;
        }
    }

    /**
     * To be called before anything else in the request is looked at.
     *
     * <p>The lists name all parameters of the operation, given or not, in the order in which
     * DynamoDB prints them:
     *
     * <ul>
     *   <li>PutItem, DeleteItem: ConditionExpression; Expected, ConditionalOperator
     *   <li>UpdateItem: UpdateExpression, ConditionExpression; AttributeUpdates, Expected,
     *       ConditionalOperator
     *   <li>GetItem, and each table of BatchGetItem: ProjectionExpression; AttributesToGet
     *   <li>Query: ProjectionExpression, FilterExpression, KeyConditionExpression; AttributesToGet,
     *       QueryFilter, ConditionalOperator, KeyConditions
     *   <li>Scan: ProjectionExpression, FilterExpression; AttributesToGet, ScanFilter,
     *       ConditionalOperator
     * </ul>
     *
     * @param names ExpressionAttributeNames as sent, or null
     * @param values ExpressionAttributeValues as sent, or null
     * @throws ValidationException with DynamoDB's text
     */
    public static void check(
            List<Parameter> expressions,
            List<Parameter> legacy,
            @Nullable Object names,
            @Nullable Object values) {
        List<String> given = given(expressions);
        if (!given.isEmpty()) {
            checkNotMixed(given, expressions, legacy);
        }
        if (names != null && given.isEmpty()) {
            throw new ValidationException(
                    "ExpressionAttributeNames can only be specified when using expressions");
        }
        if (values != null) {
            checkValuesUsable(expressions);
        }
    }

    private static void checkNotMixed(
            List<String> given, List<Parameter> expressions, List<Parameter> legacy) {
        // Legacy key conditions may go with a filter or a projection expression.
        boolean keyExpression = given.contains(ExpressionKind.KEY_CONDITION.parameter());
        List<String> others =
                given(legacy).stream()
                        .filter(name -> keyExpression || !name.equals("KeyConditions"))
                        .toList();
        if (!others.isEmpty()) {
            throw new ValidationException(
                    "Can not use both expression and non-expression parameters in the same request:"
                            + " Non-expression parameters: {"
                            + String.join(", ", others)
                            + "} Expression parameters: {"
                            + String.join(", ", given(expressions))
                            + "}");
        }
    }

    /** A projection has no values, so it does not count. */
    private static void checkValuesUsable(List<Parameter> expressions) {
        List<Parameter> withValues =
                expressions.stream().filter(e -> !e.name().equals(PROJECTION)).toList();
        if (withValues.isEmpty() || withValues.stream().anyMatch(Parameter::given)) {
            return;
        }
        String names = String.join(" and ", withValues.stream().map(Parameter::name).toList());
        throw new ValidationException(
                "ExpressionAttributeValues can only be specified when using expressions: "
                        + names
                        + (withValues.size() > 1 ? " are null" : " is null"));
    }

    private static List<String> given(List<Parameter> parameters) {
        return parameters.stream().filter(Parameter::given).map(Parameter::name).toList();
    }
}
