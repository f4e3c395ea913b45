package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.expression.ParameterKinds.Parameter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/** Expressions and legacy parameters in one request. */
class ParameterKindsTest {
    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    FilterExpression                        | QueryFilter            | {QueryFilter} Expression parameters: {FilterExpression}
                    KeyConditionExpression                  | KeyConditions          | {KeyConditions} Expression parameters: {KeyConditionExpression}
                    KeyConditionExpression FilterExpression | KeyConditions QueryFilter AttributesToGet | {AttributesToGet, QueryFilter, KeyConditions} Expression parameters: {FilterExpression, KeyConditionExpression}
                    ProjectionExpression                    | KeyConditions ConditionalOperator | {ConditionalOperator} Expression parameters: {ProjectionExpression}
                    """)
    void refusesBoth(String expressions, String legacy, String text) {
        assertThat(query(expressions, legacy, null, null))
                .isEqualTo(
                        "Can not use both expression and non-expression parameters in the same"
                                + " request: Non-expression parameters: "
                                + text);
    }

    /** The exception that AWS makes. */
    @Test
    void legacyKeyConditionsGoWithOtherExpressions() {
        assertThat(query("FilterExpression ProjectionExpression", "KeyConditions", null, null))
                .isEqualTo("none");
        assertThat(query("", "KeyConditions QueryFilter AttributesToGet", null, null))
                .isEqualTo("none");
    }

    @Test
    void placeholdersNeedAnExpression() {
        assertThat(query("", "KeyConditions", "names", "values"))
                .isEqualTo("ExpressionAttributeNames can only be specified when using expressions");
        assertThat(query("ProjectionExpression", "KeyConditions", "names", "values"))
                .isEqualTo(
                        "ExpressionAttributeValues can only be specified when using expressions:"
                                + " FilterExpression and KeyConditionExpression are null");
        assertThat(
                        Sample.refusal(
                                () ->
                                        ParameterKinds.check(
                                                List.of(new Parameter("ConditionExpression", null)),
                                                List.of(),
                                                null,
                                                "values")))
                .isEqualTo(
                        "ExpressionAttributeValues can only be specified when using expressions:"
                                + " ConditionExpression is null");
    }

    private static String query(
            String expressions, String legacy, @Nullable String names, @Nullable String values) {
        return Sample.refusal(
                () ->
                        ParameterKinds.check(
                                parameters(
                                        expressions,
                                        "ProjectionExpression",
                                        "FilterExpression",
                                        "KeyConditionExpression"),
                                parameters(
                                        legacy,
                                        "AttributesToGet",
                                        "QueryFilter",
                                        "ConditionalOperator",
                                        "KeyConditions"),
                                names,
                                values));
    }

    private static List<Parameter> parameters(String given, String... names) {
        List<String> words = List.of(given.split(" "));
        return Arrays.stream(names)
                .map(name -> new Parameter(name, words.contains(name) ? "given" : null))
                .toList();
    }
}
