package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.ItemJson;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonWriter;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests for tests: an expression gets those of the sample placeholders that it names; one that
 * is not among the samples stays undefined.
 */
final class Sample {
    private static final Pattern PLACEHOLDER = Pattern.compile("[#:][A-Za-z0-9_]+");
    private static final Map<String, String> NAMES = Map.of("#a", "a", "#b", "b", "#k", "k");
    private static final Map<String, AttributeValue> VALUES =
            item("""
            {":s":{"S":"a"},":s2":{"S":"b"},":n":{"N":"1"},":n2":{"N":"2"},
            ":b":{"B":"AAE="},":t":{"BOOL":true},":nul":{"NULL":true},
            ":l":{"L":[{"S":"a"}]},":m":{"M":{}},":ss":{"SS":["a","z"]},
            ":ns":{"NS":["1","7"]},":bs":{"BS":["AAE="]},":S":{"S":"S"},
            ":NULL":{"S":"NULL"}}
            """)
                    .attributes();

    private Sample() {}

    static Item item(String json) {
        byte[] body = ("{\"item\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        return ItemJson.item(bound(JsonMembers.parse(body).all().get("item"))).orThrow();
    }

    static String json(Item item) {
        return new JsonWriter().item(item).toString();
    }

    /** Adds the sample placeholders that {@code expression} names. */
    static ExpressionTexts placeholders(String expression) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        Matcher matcher = PLACEHOLDER.matcher(expression);
        while (matcher.find()) {
            String key = matcher.group();
            String name = NAMES.get(key);
            if (name != null) {
                names.put(key, name);
            }
            AttributeValue value = VALUES.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return ExpressionTexts.NONE
                .withNames(names.isEmpty() ? null : names)
                .withValues(values.isEmpty() ? null : values);
    }

    static Condition condition(String expression) {
        return bound(
                Expressions.bind(placeholders(expression).withCondition(expression)).condition());
    }

    static Update update(String expression) {
        return bound(Expressions.bind(placeholders(expression).withUpdate(expression)).update());
    }

    static Projection projection(String expression) {
        return bound(
                Expressions.bind(placeholders(expression).withProjection(expression)).projection());
    }

    static KeyCondition keyCondition(String expression) {
        return bound(
                Expressions.bind(placeholders(expression).withKeyCondition(expression))
                        .keyCondition());
    }

    private static <T> T bound(@Nullable T part) {
        return Objects.requireNonNull(part);
    }

    /** Returns the text of the refusal, or "none". */
    static String refusal(ThrowingCallable call) {
        ValidationException refused = catchThrowableOfType(ValidationException.class, call);
        return refused == null ? "none" : String.valueOf(refused.getMessage());
    }
}
