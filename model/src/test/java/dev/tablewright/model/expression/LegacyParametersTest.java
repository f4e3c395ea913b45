package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The parameters from before expressions; texts as dynalite recorded and DynamoDB Local gives. */
class LegacyParametersTest {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final Item VALUES =
            Sample.item(
                    """
                    {"a":{"S":"a"},"b":{"S":"b"},"1":{"N":"1"},"m":{"M":{}},"t":{"BOOL":true},
                    "ss":{"SS":["a"]},"ns":{"NS":["1"]},"l":{"L":[{"S":"a"}]}}
                    """);
    private static final Item ITEM =
            Sample.item(
                    """
                    {"a":{"S":"ab"},"n":{"N":"5"},"ss":{"SS":["a","b"]},"l":{"L":[{"S":"a"}]},
                    "t":{"BOOL":true}}
                    """);

    @ParameterizedTest(name = "{0} {1} {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    t  | EQ           | t   | true  | any type may be equal
                    a  | EQ           | a   | false | another text
                    a  | NE           | 1   | true  | another type
                    zz | NE           | a   | true  | missing is different
                    n  | GT           | 1   | true  | as numbers
                    n  | GE           | 1   | true  | as numbers
                    n  | LT           | a   | false | no order between types
                    n  | LE           | 1   | false | as numbers
                    a  | BETWEEN      | a b | true  | in between
                    a  | IN           | a b | false | neither
                    zz | NULL         |     | true  | missing
                    a  | NULL         |     | false | there
                    a  | NOT_NULL     |     | true  | there
                    a  | BEGINS_WITH  | a   | true  | a prefix
                    ss | CONTAINS     | a   | true  | a member
                    l  | CONTAINS     | a   | true  | an element
                    ss | NOT_CONTAINS | a   | false | a member
                    n  | NOT_CONTAINS | a   | true  | a number contains nothing
                    zz | NOT_CONTAINS | a   | false | unlike NE, it wants the attribute
                    """)
    void filters(
            String attribute,
            LegacyOperator operator,
            @Nullable String values,
            boolean expected,
            String reason) {
        Condition filter =
                LegacyParameters.filter(
                        Map.of(attribute, new AttributeCondition(operator, values(values))), null);

        assertThat(filter.holdsFor(ITEM)).as(reason).isEqualTo(expected);
        assertThat(filter.attributes()).containsExactly(attribute);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    EQ          |     | One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator
                    NULL        | a   | One or more parameter values were invalid: Invalid number of argument(s) for the NULL ComparisonOperator
                    IN          |     | One or more parameter values were invalid: Invalid number of argument(s) for the IN ComparisonOperator
                    BETWEEN     | a   | One or more parameter values were invalid: Invalid number of argument(s) for the BETWEEN ComparisonOperator
                    BETWEEN     | a 1 | One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type
                    IN          | a 1 | One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type
                    LT          | t   | One or more parameter values were invalid: ComparisonOperator LT is not valid for BOOL AttributeValue type
                    CONTAINS    | ss  | One or more parameter values were invalid: ComparisonOperator CONTAINS is not valid for SS AttributeValue type
                    BEGINS_WITH | 1   | One or more parameter values were invalid: ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type
                    IN          | m   | One or more parameter values were invalid: ComparisonOperator IN is not valid for M AttributeValue type
                    BETWEEN     | b a | The BETWEEN condition was provided a range where the lower bound is greater than the upper bound
                    """)
    void refusesOperands(LegacyOperator operator, @Nullable String values, String text) {
        Map<String, AttributeCondition> conditions =
                Map.of("x", new AttributeCondition(operator, values(values)));

        assertThat(Sample.refusal(() -> LegacyParameters.filter(conditions, null))).isEqualTo(text);
        assertThat(Sample.refusal(() -> LegacyParameters.keyConditions(conditions)))
                .isEqualTo(text);
    }

    @Test
    void refusesNamesThatNoAttributeHas() {
        var absent = new ExpectedAttribute(null, false, null, null);
        var isNull = new AttributeCondition(LegacyOperator.NULL, List.of());
        var remove = new AttributeUpdate(AttributeUpdate.Action.DELETE, null);
        Map<String, String> faults =
                Map.of(
                        "",
                        "Empty attribute name",
                        "n".repeat(65_536),
                        "Attribute name is too large, must be less than 65536 bytes");

        faults.forEach(
                (name, fault) -> {
                    for (Runnable use :
                            List.<Runnable>of(
                                    () -> LegacyParameters.expected(Map.of(name, absent), null),
                                    () -> LegacyParameters.filter(Map.of(name, isNull), null),
                                    () -> LegacyParameters.attributeUpdates(Map.of(name, remove)),
                                    () -> LegacyParameters.attributesToGet(List.of(name)))) {
                        assertThat(Sample.refusal(use::run)).isEqualTo(fault);
                    }
                });
    }

    @ParameterizedTest(name = "Value {0}, Exists {1}, {2} {3}: {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    -  | true  | -       | - | Value must be provided when Exists is true for Attribute: x
                    -  | -     | -       | - | Value must be provided when Exists is null for Attribute: x
                    a  | false | -       | - | Value cannot be used when Exists is false for Attribute: x
                    a  | -     | EQ      | a | Value and AttributeValueList cannot be used together for Attribute: x
                    -  | -     | -       | a | AttributeValueList can only be used with a ComparisonOperator for Attribute: x
                    a  | true  | EQ      | - | Exists and ComparisonOperator cannot be used together for Attribute: x
                    -  | -     | EQ      | - | Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: x
                    a  | -     | NULL    | - | Invalid number of argument(s) for the NULL ComparisonOperator
                    -  | -     | BETWEEN | a | Invalid number of argument(s) for the BETWEEN ComparisonOperator
                    """)
    void refusesExpectation(
            @Nullable String value,
            @Nullable Boolean exists,
            @Nullable LegacyOperator operator,
            @Nullable String values,
            String text) {
        var expected =
                new ExpectedAttribute(
                        value == null ? null : value(value),
                        exists,
                        operator,
                        values == null ? null : values(values));

        assertThat(Sample.refusal(() -> LegacyParameters.expected(Map.of("x", expected), null)))
                .isEqualTo(INVALID + text);
    }

    @Test
    void expectsValueOrAbsence() {
        var equal = new ExpectedAttribute(new AttributeValue.S("ab"), null, null, null);
        var exists = new ExpectedAttribute(new AttributeValue.S("x"), true, null, null);
        var absent = new ExpectedAttribute(null, false, null, null);
        var missing = new ExpectedAttribute(null, null, LegacyOperator.NULL, null);

        assertThat(holds("a", equal)).isTrue();
        assertThat(holds("a", exists)).as("Exists true compares the value").isFalse();
        assertThat(holds("a", absent)).isFalse();
        assertThat(holds("zz", absent)).isTrue();
        assertThat(holds("zz", missing)).isTrue();
        assertThat(LegacyParameters.expected(null, null)).isSameAs(Condition.ALWAYS);
        assertThat(LegacyParameters.expected(Map.of(), null)).isSameAs(Condition.ALWAYS);
    }

    private static boolean holds(String attribute, ExpectedAttribute expected) {
        return LegacyParameters.expected(Map.of(attribute, expected), null).holdsFor(ITEM);
    }

    @Test
    void joinsByConditionalOperator() {
        Map<String, AttributeCondition> two = new LinkedHashMap<>();
        two.put("a", new AttributeCondition(LegacyOperator.NOT_NULL, List.of()));
        two.put("zz", new AttributeCondition(LegacyOperator.NOT_NULL, List.of()));

        assertThat(LegacyParameters.filter(two, null).holdsFor(ITEM)).isFalse();
        assertThat(LegacyParameters.filter(two, ConditionalOperator.AND).holdsFor(ITEM)).isFalse();
        assertThat(LegacyParameters.filter(two, ConditionalOperator.OR).holdsFor(ITEM)).isTrue();
        two.remove("zz");
        assertThat(Sample.refusal(() -> LegacyParameters.filter(two, ConditionalOperator.OR)))
                .isEqualTo(
                        "ConditionalOperator can only be used when Filter or Expected has two or"
                                + " more elements");
        assertThat(Sample.refusal(() -> LegacyParameters.filter(null, ConditionalOperator.AND)))
                .isEqualTo("ConditionalOperator cannot be used without Filter or Expected");
    }

    @Test
    void keyConditionsBecomeTerms() {
        Map<String, AttributeCondition> conditions = new LinkedHashMap<>();
        conditions.put("k", new AttributeCondition(LegacyOperator.EQ, values("a")));
        conditions.put("r", new AttributeCondition(LegacyOperator.BETWEEN, values("a b")));

        assertThat(LegacyParameters.keyConditions(conditions).terms())
                .containsExactly(
                        new KeyCondition.Term("k", KeyCondition.Operator.EQ, values("a")),
                        new KeyCondition.Term("r", KeyCondition.Operator.BETWEEN, values("a b")));
        conditions.put("r", new AttributeCondition(LegacyOperator.NE, values("a")));
        assertThat(Sample.refusal(() -> LegacyParameters.keyConditions(conditions)))
                .isEqualTo("Attempted conditional constraint is not an indexable operation");
    }

    @Test
    void attributesToGetIsAProjection() {
        assertThat(Sample.json(LegacyParameters.attributesToGet(List.of("n", "zz")).apply(ITEM)))
                .isEqualTo("{\"n\":{\"N\":\"5\"}}");
        assertThat(Sample.refusal(() -> LegacyParameters.attributesToGet(List.of("a", "b", "a"))))
                .isEqualTo(INVALID + "Duplicate value in attribute name: a");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    PUT    | a  | a  | {"S":"a"}
                    PUT    | zz | m  | {"M":{}}
                    ADD    | n  | 1  | {"N":"6"}
                    ADD    | zz | 1  | {"N":"1"}
                    ADD    | ss | ss | {"SS":["a","b"]}
                    ADD    | l  | l  | {"L":[{"S":"a"},{"S":"a"}]}
                    ADD    | zz | l  | {"L":[{"S":"a"}]}
                    DELETE | a  | -  | -
                    DELETE | zz | -  | -
                    DELETE | ss | ss | {"SS":["b"]}
                    DELETE | zz | ss | -
                    """)
    void updates(
            AttributeUpdate.Action action,
            String attribute,
            @Nullable String value,
            @Nullable String after) {
        Update update =
                LegacyParameters.attributeUpdates(
                        Map.of(
                                attribute,
                                new AttributeUpdate(action, value == null ? null : value(value))));

        Item changed = update.apply(ITEM);
        String expected = after == null ? "{}" : "{\"" + attribute + "\":" + after + "}";
        assertThat(changed.only(List.of(attribute))).isEqualTo(Sample.item(expected));
        assertThat(update.targets()).containsExactly(attribute);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    PUT    | - | Only DELETE action is allowed when no attribute value is specified
                    ADD    | - | Only DELETE action is allowed when no attribute value is specified
                    ADD    | a | ADD action is not supported for the type S
                    ADD    | m | ADD action is not supported for the type M
                    DELETE | 1 | DELETE action with value is not supported for the type N
                    DELETE | l | DELETE action with value is not supported for the type L
                    """)
    void refusesUpdate(AttributeUpdate.Action action, @Nullable String value, String text) {
        var update = new AttributeUpdate(action, value == null ? null : value(value));

        assertThat(Sample.refusal(() -> LegacyParameters.attributeUpdates(Map.of("x", update))))
                .isEqualTo(INVALID + text);
    }

    @Test
    void updateMustFitTheOldValue() {
        for (var action : List.of(AttributeUpdate.Action.ADD, AttributeUpdate.Action.DELETE)) {
            Update update =
                    LegacyParameters.attributeUpdates(
                            Map.of("ss", new AttributeUpdate(action, value("ns"))));

            assertThat(Sample.refusal(() -> update.apply(ITEM)))
                    .isEqualTo("Type mismatch for attribute to update");
        }
    }

    private static AttributeValue value(String name) {
        return Objects.requireNonNull(VALUES.get(name));
    }

    private static List<AttributeValue> values(@Nullable String names) {
        List<AttributeValue> values = new ArrayList<>();
        if (names != null) {
            for (String name : names.split(" ", -1)) {
                values.add(value(name));
            }
        }
        return values;
    }
}
