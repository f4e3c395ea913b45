package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DynamoDB refuses in an update or a projection that parses. */
class UpdateRulesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SET a = ((b))                              | The expression has redundant parentheses;
                    SET a = ((a + :n))                         | The expression has redundant parentheses;
                    SET a = foo(b)                             | Invalid function name; function: foo
                    SET a = IF_NOT_EXISTS(a, :s)               | Invalid function name; function: IF_NOT_EXISTS
                    SET a = size(b)                            | The function is not allowed in an update expression; function: size
                    SET a = b + attribute_exists(c)            | The function is not allowed in an update expression; function: attribute_exists
                    SET a = list_append(a, :l) + :n            | The function is not allowed to be used this way in an expression; function: list_append
                    SET a = if_not_exists(b,list_append(b,:l)) | The function is not allowed to be used this way in an expression; function: list_append
                    SET a = :s SET b = :s                      | The "SET" section can only be used once in an update expression;
                    remove a remove b                          | The "REMOVE" section can only be used once in an update expression;
                    ADD a :n ADD b :n                          | The "ADD" section can only be used once in an update expression;
                    DELETE a :ss SET b = :n DELETE c :ss       | The "DELETE" section can only be used once in an update expression;
                    SET abort = :s                             | Attribute name is a reserved keyword; reserved keyword: abort
                    SET a = b.abort                            | Attribute name is a reserved keyword; reserved keyword: abort
                    REMOVE a[9999999999]                       | List index is not within the allowable range; index: [9999999999]
                    SET #x = :s                                | An expression attribute name used in the document path is not defined; attribute name: #x
                    SET a = :x, #x = :s                        | An expression attribute name used in the document path is not defined; attribute name: #x
                    ADD a :x                                   | An expression attribute value used in expression is not defined; attribute value: :x
                    SET a = :s, a = :s                         | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
                    SET a = :s REMOVE a.b                      | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]
                    SET a[0].b = :s, #a[0] = :s                | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, [0], b], path two: [a, [0]]
                    SET a.b = :s, a[0] = :s                    | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]
                    SET a.b = :s, a[0] = :s, a.b.c = :s        | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, b, c]
                    REMOVE a[0], a[1], a.b                     | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [1]], path two: [a, b]
                    ADD a :s                                   | Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
                    ADD a :l                                   | Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND
                    ADD a :t                                   | Incorrect operand type for operator or function; operator: ADD, operand type: BOOLEAN, typeSet: ALLOWED_FOR_ADD_OPERAND
                    DELETE a :n                                | Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND
                    DELETE a :m                                | Incorrect operand type for operator or function; operator: DELETE, operand type: MAP, typeSet: ALLOWED_FOR_DELETE_OPERAND
                    DELETE a :nul                              | Incorrect operand type for operator or function; operator: DELETE, operand type: NULL, typeSet: ALLOWED_FOR_DELETE_OPERAND
                    DELETE a :b                                | Incorrect operand type for operator or function; operator: DELETE, operand type: BINARY, typeSet: ALLOWED_FOR_DELETE_OPERAND
                    SET a = if_not_exists(b)                   | Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1
                    SET a = list_append(b, :l, :l)             | Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 3
                    SET a = if_not_exists(:s, b)               | Operator or function requires a document path; operator or function: if_not_exists
                    SET a = if_not_exists(b, b)                | The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: [b]
                    SET a = list_append(b, :s)                 | Incorrect operand type for operator or function; operator or function: list_append, operand type: S
                    SET a = b + :s                             | Incorrect operand type for operator or function; operator or function: +, operand type: S
                    SET a = :l - b                             | Incorrect operand type for operator or function; operator or function: -, operand type: L
                    """)
    void refusesUpdate(String expression, String text) {
        assertThat(Sample.refusal(() -> Sample.update(expression)))
                .isEqualTo("Invalid UpdateExpression: " + text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    abort, #x      | Attribute name is a reserved keyword; reserved keyword: abort
                    a, #x          | An expression attribute name used in the document path is not defined; attribute name: #x
                    a.b, a         | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]
                    #a, a          | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
                    a.b, a[0]      | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]
                    a[99999999999] | List index is not within the allowable range; index: [99999999999]
                    """)
    void refusesProjection(String expression, String text) {
        assertThat(Sample.refusal(() -> Sample.projection(expression)))
                .isEqualTo("Invalid ProjectionExpression: " + text);
    }

    /** A thousand targets must not take a million comparisons of paths. */
    @Test
    void manyTargetsAreFine() {
        StringBuilder expression = new StringBuilder("REMOVE a0");
        for (int i = 1; i < 680; i++) {
            expression.append(",a").append(i);
        }
        assertThat(Sample.update(expression.toString()).targets()).hasSize(680);
    }

    @Test
    void namesWhatItReadsAndChanges() {
        Update update = Sample.update("SET a.b = if_not_exists(c, d[0]) + :n REMOVE e ADD f :n");

        assertThat(update.attributes()).containsExactlyInAnyOrder("a", "c", "d", "e", "f");
        assertThat(update.targets()).containsExactlyInAnyOrder("a", "e", "f");
        assertThat(update.nestedAttributes()).containsExactlyInAnyOrder("a", "d");
        assertThat(update.changedPaths().attributes()).isEqualTo(update.targets());
    }
}
