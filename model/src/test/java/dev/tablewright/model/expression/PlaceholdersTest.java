package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.AttributeValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** ExpressionAttributeNames and ExpressionAttributeValues. */
class PlaceholdersTest {
    private static final AttributeValue VALUE = new AttributeValue.S("v");
    private static final ExpressionTexts COMPARISON = ExpressionTexts.NONE.withCondition("a = b");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``    | The expression attribute map contains an empty key;
                    a     | Syntax error; key: "a"
                    #     | Syntax error; key: "#"
                    #a-b  | Syntax error; key: "#a-b"
                    :a    | Syntax error; key: ":a"
                    #é    | Syntax error; key: "#é"
                    """)
    void refusesMalformedKey(String key, String reason) {
        assertThat(refusal(COMPARISON.withNames(Map.of(key, "a"))))
                .isEqualTo("ExpressionAttributeNames contains invalid key: " + reason);
    }

    @Test
    void refusesMalformedKeyOfValue() {
        assertThat(refusal(COMPARISON.withValues(Map.of("#a", VALUE))))
                .isEqualTo(
                        "ExpressionAttributeValues contains invalid key: Syntax error; key:"
                                + " \"#a\"");
    }

    @Test
    void keysHave255Characters() {
        String longest = "#" + "a".repeat(254);

        assertThat(
                        refusal(
                                ExpressionTexts.NONE
                                        .withCondition(longest + " = b")
                                        .withNames(Map.of(longest, "a"))))
                .isEqualTo("none");
        assertThat(refusal(COMPARISON.withNames(Map.of(longest + "a", "a"))))
                .isEqualTo(
                        "ExpressionAttributeNames contains invalid key: The expression attribute"
                                + " map contains a key that is too long; size of key: 256");
        assertThat(refusal(COMPARISON.withValues(Map.of(":" + "a".repeat(255), VALUE))))
                .isEqualTo(
                        "ExpressionAttributeValues contains invalid key: The expression attribute"
                                + " map contains a key that is too long;");
    }

    @Test
    void refusesNamesThatNoAttributeHas() {
        assertThat(refusal(COMPARISON.withNames(Map.of("#a", ""))))
                .isEqualTo(
                        "ExpressionAttributeNames contains invalid value: Empty attribute name for"
                                + " key #a");
        assertThat(refusal(COMPARISON.withNames(Map.of("#a", "é".repeat(32768)))))
                .isEqualTo(
                        "ExpressionAttributeNames contains invalid value: Attribute name is too"
                                + " large, must be less than 65536 bytes for key #a");
    }

    @Test
    void refusesEmptyMaps() {
        assertThat(refusal(COMPARISON.withNames(Map.of())))
                .isEqualTo("ExpressionAttributeNames must not be empty");
        assertThat(refusal(COMPARISON.withValues(Map.of())))
                .isEqualTo("ExpressionAttributeValues must not be empty");
    }

    @Test
    void passesOnWhyAValueCouldNotBeDecoded() {
        assertThat(refusal(COMPARISON.withValues(Map.of(), Map.of(":a", "it is wrong"))))
                .isEqualTo(
                        "ExpressionAttributeValues contains invalid value: it is wrong for key"
                                + " :a");
    }

    @Test
    void valuesHaveTwoMegabytes() {
        var half = new AttributeValue.S("x".repeat(1024 * 1024));
        var texts = ExpressionTexts.NONE.withCondition("a = :a OR a = :b");

        assertThat(refusal(texts.withValues(Map.of(":a", half, ":b", half)))).isEqualTo("none");
        assertThat(
                        refusal(
                                texts.withValues(
                                        Map.of(
                                                ":a",
                                                half,
                                                ":b",
                                                new AttributeValue.S("x".repeat(1024 * 1025))))))
                .isEqualTo("ExpressionAttributeValues exceeds max size");
    }

    @Test
    void eachMustBeUsedBySomeExpressionOfTheRequest() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("#a", "a");
        names.put("#p", "p");
        names.put("#z", "z");
        var texts =
                ExpressionTexts.NONE
                        .withUpdate("SET #a = :v")
                        .withCondition("b = :w")
                        .withProjection("#p")
                        .withValues(Map.of(":v", VALUE, ":w", VALUE));

        assertThat(refusal(texts.withNames(names)))
                .isEqualTo(
                        "Value provided in ExpressionAttributeNames unused in expressions: keys:"
                                + " {#z}");
        names.put("#y", "y");
        assertThat(refusal(texts.withNames(names)))
                .isEqualTo(
                        "Value provided in ExpressionAttributeNames unused in expressions: keys:"
                                + " {#z, #y}");
        names.keySet().removeAll(Set.of("#y", "#z"));
        assertThat(refusal(texts.withNames(names))).isEqualTo("none");
        assertThat(
                        refusal(
                                texts.withNames(names)
                                        .withValues(Map.of(":v", VALUE, ":w", VALUE, ":x", VALUE))))
                .isEqualTo(
                        "Value provided in ExpressionAttributeValues unused in expressions: keys:"
                                + " {:x}");
    }

    /** Placeholders, then update, condition, key condition, filter, projection. */
    @Test
    void expressionsAreJudgedInDynamoDbsOrder() {
        var texts = new ExpressionTexts("x", "x", "x", "x", "", null, null, Map.of(), null);

        assertThat(refusal(texts.withNames(Map.of()))).contains("must not be empty");
        assertThat(refusal(texts)).startsWith("Invalid UpdateExpression");
        texts = texts.withUpdate(null);
        assertThat(refusal(texts)).startsWith("Invalid ConditionExpression");
        texts = texts.withCondition(null);
        assertThat(refusal(texts)).startsWith("Invalid KeyConditionExpression");
        texts = texts.withKeyCondition(null);
        assertThat(refusal(texts)).startsWith("Invalid FilterExpression");
        texts = texts.withFilter(null);
        assertThat(refusal(texts)).startsWith("Invalid ProjectionExpression");
    }

    private static String refusal(ExpressionTexts texts) {
        return Sample.refusal(() -> Expressions.bind(texts));
    }
}
