package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;

/** What DynamoDB refuses in a condition that parses, one row or more for each class of fault. */
class ConditionRulesTest {
    private static final String DISTINCT =
            "The first operand must be distinct from the remaining operands for this operator or"
                    + " function; operator: ";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ((a = :s))                | The expression has redundant parentheses;
                    ((a)) = :s                | The expression has redundant parentheses;
                    a = ((b))                 | The expression has redundant parentheses;
                    a in (((:s)))             | The expression has redundant parentheses;
                    size(((a))) = :n          | The expression has redundant parentheses;
                    b = :s and ((a = :s))     | The expression has redundant parentheses;
                    ((attribute_exists(a)))   | The expression has redundant parentheses;
                    foo(a)                    | Invalid function name; function: foo
                    SIZE(a) = :n              | Invalid function name; function: SIZE
                    Begins_With(a, :s)        | Invalid function name; function: Begins_With
                    if_not_exists(a, :s) = :s | The function is not allowed in a condition expression; function: if_not_exists
                    size(a)                   | The function is not allowed to be used this way in an expression; function: size
                    NOT size(a)               | The function is not allowed to be used this way in an expression; function: size
                    a = :s OR size(a)         | The function is not allowed to be used this way in an expression; function: size
                    attribute_exists(a) = :t  | The function is not allowed to be used this way in an expression; function: attribute_exists
                    a = contains(b, :s)       | The function is not allowed to be used this way in an expression; function: contains
                    size(contains(a,:s)) = :n | The function is not allowed to be used this way in an expression; function: contains
                    a[2147483648] = :s        | List index is not within the allowable range; index: [2147483648]
                    abort = :s                | Attribute name is a reserved keyword; reserved keyword: abort
                    a.aBoRt = :s              | Attribute name is a reserved keyword; reserved keyword: aBoRt
                    #x = :s                   | An expression attribute name used in the document path is not defined; attribute name: #x
                    a.#x = :s                 | An expression attribute name used in the document path is not defined; attribute name: #x
                    a = :x                    | An expression attribute value used in expression is not defined; attribute value: :x
                    attribute_exists(a, b)    | Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2
                    attribute_type(a)         | Incorrect number of operands for operator or function; operator or function: attribute_type, number of operands: 1
                    begins_with(a, :s, :s)    | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 3
                    contains(a)               | Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1
                    size(a, b) = :n           | Incorrect number of operands for operator or function; operator or function: size, number of operands: 2
                    attribute_exists(:s)      | Operator or function requires a document path; operator or function: attribute_exists
                    attribute_not_exists(:s)  | Operator or function requires a document path; operator or function: attribute_not_exists
                    attribute_exists(size(a)) | Operator or function requires a document path; operator or function: attribute_exists
                    begins_with(a, :n)        | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    begins_with(:ss, :s)      | Incorrect operand type for operator or function; operator or function: begins_with, operand type: SS
                    begins_with(a, size(b))   | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    attribute_type(a, :n)     | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N
                    attribute_type(a, b)      | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}
                    attribute_type(a, :s)     | Invalid attribute type name found; type: a, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
                    size(:n) = :n             | Incorrect operand type for operator or function; operator or function: size, operand type: N
                    size(:t) = :n             | Incorrect operand type for operator or function; operator or function: size, operand type: BOOL
                    size(size(a)) = :n        | Incorrect operand type for operator or function; operator or function: size, operand type: N
                    a < :t                    | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
                    :l >= a                   | Incorrect operand type for operator or function; operator or function: >=, operand type: L
                    a between :ss and :n      | Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: SS
                    a between :s and :n       | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}
                    a between :s2 and :s      | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}
                    a between :n2 and :n      | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}
                    """)
    void refuses(String expression, String text) {
        assertThat(Sample.refusal(() -> Sample.condition(expression)))
                .isEqualTo("Invalid ConditionExpression: " + text);
    }

    @ParameterizedTest(name = "{0}: operator {1}, operand {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a = a                 | =              | [a]
                    a <> #a               | <>             | [a]
                    a.b = a.b             | =              | [a, b]
                    a[0] < a[0]           | <              | [a, [0]]
                    begins_with(a, a)     | begins_with    | [a]
                    contains(a.b, a.b)    | contains       | [a, b]
                    attribute_type(a, a)  | attribute_type | [a]
                    a in (:s, a)          | IN             | [a]
                    a between :s and a    | BETWEEN        | [a]
                    """)
    void comparesNothingWithItself(String expression, String operator, String operand) {
        assertThat(Sample.refusal(() -> Sample.condition(expression)))
                .isEqualTo(
                        "Invalid ConditionExpression: "
                                + DISTINCT
                                + operator
                                + ", first operand: "
                                + operand);
    }

    @ParameterizedTest(name = "{0} is allowed, because {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    :s = :s                         | values may be equal
                    size(a) = size(a)               | only paths are looked at
                    a.b = a.b.c                     | these paths differ
                    (a) = (:s)                      | one pair of parentheses is fine
                    (((a) = :s) and (b = :s))       | each pair holds more than another pair
                    NOT NOT a = :s                  | as in DynamoDB Local
                    contains(a, :m)                 | a list may contain anything
                    contains(size(a), :s)           | and contains takes any operand
                    a in (:s, :n, :ss)              | IN mixes types
                    a = :l                          | anything can be equal
                    attribute_type(:s, :S)          | even a value has a type
                    a[2147483647] = :s              | the last index that counts
                    size (a) = :n                   | blanks before the parenthesis
                    a between size(b) and size(c)   | sizes are numbers
                    """)
    void allows(String expression, String reason) {
        assertThat(Sample.refusal(() -> Sample.condition(expression))).as(reason).isEqualTo("none");
    }

    /** DynamoDB reports the kind of fault that comes first in its list, wherever it stands. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    abort = :x and foo(a) and ((b = :s)) | The expression has redundant parentheses;
                    abort = :x and foo(a)                | Invalid function name; function: foo
                    abort = :x and size(a)               | The function is not allowed to be used this way in an expression; function: size
                    a = :x and abort = :s                | Attribute name is a reserved keyword; reserved keyword: abort
                    b = :x and a = a                     | An expression attribute value used in expression is not defined; attribute value: :x
                    begins_with(a, :n) and b = :x        | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    """)
    void reportsByKindThenByPlace(String expression, String text) {
        assertThat(Sample.refusal(() -> Sample.condition(expression)))
                .isEqualTo("Invalid ConditionExpression: " + text);
    }

    @Test
    void inTakesHundredOperands() {
        assertThat(Sample.refusal(() -> Sample.condition(in(100)))).isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.condition(in(101))))
                .isEqualTo(
                        "Invalid ConditionExpression: The IN operator is provided with too many"
                                + " operands; number of operands: 101");
    }

    private static String in(int operands) {
        return "a IN (" + String.join(",", Collections.nCopies(operands, "b")) + ")";
    }

    /** Comparisons, AND, OR, NOT and functions count; the AND of BETWEEN does not. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a=b, 150",
        "attribute_exists(a), 150",
        "a BETWEEN b AND c, 150",
        "size(a)=b, 100",
        "NOT a=b, 100"
    })
    void threeHundredOperatorsAreEnough(String clause, int clauses) {
        assertThat(Sample.refusal(() -> Sample.condition(or(clause, clauses)))).isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.condition(or(clause, clauses + 1))))
                .isEqualTo(
                        "Invalid ConditionExpression: The expression contains too many operators;"
                                + " operator count: 301");
    }

    private static String or(String clause, int clauses) {
        return String.join(" OR ", Collections.nCopies(clauses, clause));
    }

    @Test
    void pathsHave32Steps() {
        assertThat(Sample.refusal(() -> Sample.condition("a" + "[1]".repeat(31) + " = :s")))
                .isEqualTo("none");
        assertThat(Sample.refusal(() -> Sample.condition("a" + ".b".repeat(32) + " = :s")))
                .isEqualTo(
                        "Invalid ConditionExpression: The document path has too many nesting"
                                + " levels; nesting levels: 33");
    }

    /**
     * Three quarters of the usual stack are enough for whatever is sent, even for code that is not
     * compiled yet; legal depth is bounded by the number of operators.
     */
    @Test
    void deepNestingIsRefused() throws InterruptedException {
        String operators =
                "Invalid ConditionExpression: The expression contains too many operators; operator"
                        + " count: 301";
        String parentheses =
                "Invalid ConditionExpression: The expression has redundant parentheses;";

        assertThat(refusalOnSmallStack(nested("NOT (", 299))).isEqualTo("none");
        assertThat(refusalOnSmallStack(nested("NOT (", 600))).isEqualTo(operators);
        assertThat(refusalOnSmallStack("NOT ".repeat(1000) + "a = b")).isEqualTo(operators);
        assertThat(refusalOnSmallStack(nested("(", 2000))).isEqualTo(parentheses);
        assertThat(refusalOnSmallStack("(".repeat(4000))).isEqualTo(parentheses);
        assertThat(refusalOnSmallStack("a = " + "(".repeat(4000))).isEqualTo(parentheses);
        assertThat(refusalOnSmallStack("f(".repeat(2000))).isEqualTo(operators);
    }

    private static String refusalOnSmallStack(String expression) throws InterruptedException {
        AtomicReference<String> refusal = new AtomicReference<>("stack overflow");
        Runnable parse = () -> refusal.set(Sample.refusal(() -> Sample.condition(expression)));
        Thread thread = new Thread(null, parse, "small stack", 768 * 1024);
        thread.start();
        thread.join();
        return refusal.get();
    }

    private static String nested(String opening, int depth) {
        return opening.repeat(depth) + "a = b" + ")".repeat(depth);
    }

    @Test
    void namesWhatItReads() {
        Condition condition = Sample.condition("a.b[0] = :s AND (size(c) > :n OR #b IN (d, a))");

        assertThat(condition.attributes()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(condition.nestedAttributes()).containsExactly("a");
    }
}
