package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;

/** The terms that a key condition may have. */
class KeyConditionTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    k = :s                          | k EQ 1
                    :s = k                          | k EQ 1
                    k = (:s)                        | k EQ 1
                    k = :s AND b < :n               | k EQ 1, b LT 1
                    k = :s AND :n < b               | k EQ 1, b GT 1
                    k = :s AND :n <= b              | k EQ 1, b GE 1
                    k = :s AND :n > b               | k EQ 1, b LT 1
                    k = :s AND :n >= b              | k EQ 1, b LE 1
                    b between :n and :n2 AND #k = :s | b BETWEEN 2, k EQ 1
                    (k = :s) and begins_with(b, :s) | k EQ 1, b BEGINS_WITH 1
                    a = :s and (b = :s and c > :n)  | a EQ 1, b EQ 1, c GT 1
                    """)
    void keepsTermsAsWritten(String expression, String terms) {
        String read =
                Sample.keyCondition(expression).terms().stream()
                        .map(t -> t.attribute() + " " + t.operator() + " " + t.operands().size())
                        .collect(Collectors.joining(", "));

        assertThat(read).isEqualTo(terms);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    k <> :s                     | Invalid operator used in KeyConditionExpression: <>
                    k = :s OR b = :s            | Invalid operator used in KeyConditionExpression: OR
                    NOT k = :s                  | Invalid operator used in KeyConditionExpression: NOT
                    k IN (:s)                   | Invalid operator used in KeyConditionExpression: IN
                    attribute_exists(k)         | Invalid operator used in KeyConditionExpression: attribute_exists
                    attribute_not_exists(k)     | Invalid operator used in KeyConditionExpression: attribute_not_exists
                    attribute_type(k, :S)       | Invalid operator used in KeyConditionExpression: attribute_type
                    contains(k, :s)             | Invalid operator used in KeyConditionExpression: contains
                    size(k) = :n                | KeyConditionExpressions cannot contain nested operations
                    k = size(b)                 | KeyConditionExpressions cannot contain nested operations
                    k = :s and k = :s2          | KeyConditionExpressions must only contain one condition per key
                    k = :s and b.c = :s         | KeyConditionExpressions cannot have conditions on nested attributes
                    k = b                       | Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
                    k between :s and b          | Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
                    :s = :s2                    | Invalid condition in KeyConditionExpression: No key attribute specified
                    :s between k and :s2        | Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand
                    begins_with(:s, k)          | Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand
                    k = k                       | Invalid KeyConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [k]
                    k between :s2 and :s        | Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}
                    begins_with(k, :n)          | Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    abort = :s                  | Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: abort
                    k = :x                      | Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :x
                    """)
    void refusesWhatIsNoTerm(String expression, String text) {
        assertThat(Sample.refusal(() -> Sample.keyCondition(expression))).isEqualTo(text);
    }

    /** The other expressions and unused placeholders come before what is no term. */
    @Test
    void isJudgedLast() {
        var texts = Sample.placeholders(":s").withKeyCondition("k <> :s");

        assertThat(Sample.refusal(() -> Expressions.bind(texts.withFilter("a"))))
                .startsWith("Invalid FilterExpression: Syntax error");
        assertThat(
                        Sample.refusal(
                                () ->
                                        Expressions.bind(
                                                Sample.placeholders(":s :n")
                                                        .withKeyCondition("k <> :s"))))
                .isEqualTo(
                        "Value provided in ExpressionAttributeValues unused in expressions: keys:"
                                + " {:n}");
    }
}
