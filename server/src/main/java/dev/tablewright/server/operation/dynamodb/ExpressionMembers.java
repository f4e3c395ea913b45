package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.ExpressionTexts;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.ParameterKinds;
import dev.tablewright.model.expression.ParameterKinds.Parameter;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The members of a request that hold expressions and their placeholders, as sent. */
final class ExpressionMembers {
    private static final List<String> ALL =
            List.of(
                    "UpdateExpression",
                    "ConditionExpression",
                    "KeyConditionExpression",
                    "FilterExpression",
                    "ProjectionExpression",
                    "SearchConditionExpression");

    private static final Expressions NONE = new Expressions(null, null, null, null, null, null);

    private final RequestReader in;
    private final @Nullable Map<String, String> names;
    private final @Nullable Read<Item> values;

    private ExpressionMembers(
            RequestReader in, @Nullable Map<String, String> names, @Nullable Read<Item> values) {
        this.in = in;
        this.names = names;
        this.values = values;
    }

    /** Reads the placeholders; the API model has no rules for any of these members. */
    static ExpressionMembers read(RequestReader in) {
        return new ExpressionMembers(
                in,
                in.stringMap("ExpressionAttributeNames"),
                in.placeholderValues("ExpressionAttributeValues"));
    }

    /** Returns ExpressionAttributeNames as sent, or null. */
    @Nullable Map<String, String> names() {
        return names;
    }

    /**
     * Requires that expressions and legacy parameters do not mix, and that placeholders are used by
     * an expression.
     *
     * @param expressions names of all expressions of the operation, in the order in which DynamoDB
     *     prints them
     * @param legacy names of all legacy parameters that say the same, likewise
     * @throws ValidationException with DynamoDB's text
     */
    void requireOneKind(List<String> expressions, List<String> legacy) {
        if (hasPlaceholders() || expressions.stream().anyMatch(in::has)) {
            ParameterKinds.check(parameters(expressions), parameters(legacy), names, values);
        }
    }

    private boolean hasPlaceholders() {
        return names != null || values != null;
    }

    private List<Parameter> parameters(List<String> members) {
        return members.stream()
                .map(member -> new Parameter(member, in.has(member) ? member : null))
                .toList();
    }

    /**
     * Parses and binds all expressions of the request.
     *
     * @throws ValidationException with DynamoDB's text
     */
    Expressions bind() {
        if (!hasPlaceholders() && ALL.stream().noneMatch(in::has)) {
            return NONE;
        }
        ExpressionTexts texts =
                ExpressionTexts.NONE
                        .withUpdate(in.string("UpdateExpression"))
                        .withCondition(in.string("ConditionExpression"))
                        .withKeyCondition(in.string("KeyConditionExpression"))
                        .withFilter(in.string("FilterExpression"))
                        .withProjection(in.string("ProjectionExpression"))
                        .withSearchCondition(in.string("SearchConditionExpression"))
                        .withNames(names);
        return Expressions.bind(withValues(texts));
    }

    private ExpressionTexts withValues(ExpressionTexts texts) {
        return switch (values) {
            case null -> texts;
            case Read.Valid<Item>(var item) -> texts.withValues(item.attributes());
            case Read.Invalid<Item>(var placeholder, var reason) -> {
                // The reason comes after faults in the names of the others, so these are needed.
                Map<String, AttributeValue> others = new LinkedHashMap<>();
                for (String key : in.keysOf("ExpressionAttributeValues")) {
                    others.put(key, new AttributeValue.Null());
                }
                yield texts.withValues(others, Map.of(placeholder, reason));
            }
        };
    }
}
