package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The expressions of one request, as sent. Everything may be null for "not in the request"; an
 * empty text or map is not the same and is refused.
 *
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues that could be decoded
 * @param refusedValues ExpressionAttributeValues that could not, with the reason; empty if all
 *     could
 */
public record ExpressionTexts(
        @Nullable String update,
        @Nullable String condition,
        @Nullable String keyCondition,
        @Nullable String filter,
        @Nullable String projection,
        @Nullable Map<String, String> names,
        @Nullable Map<String, AttributeValue> values,
        Map<String, String> refusedValues,
        @Nullable String searchCondition) {
    /** No expression at all. */
    public static final ExpressionTexts NONE =
            new ExpressionTexts(null, null, null, null, null, null, null, Map.of(), null);

    /** Copies the maps and keeps their order. */
    public ExpressionTexts {
        names = names == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(names));
        values = values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        refusedValues = Collections.unmodifiableMap(new LinkedHashMap<>(refusedValues));
    }

    /** Returns these with another UpdateExpression. */
    public ExpressionTexts withUpdate(@Nullable String text) {
        return new ExpressionTexts(
                text,
                condition,
                keyCondition,
                filter,
                projection,
                names,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with another ConditionExpression. */
    public ExpressionTexts withCondition(@Nullable String text) {
        return new ExpressionTexts(
                update,
                text,
                keyCondition,
                filter,
                projection,
                names,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with another KeyConditionExpression. */
    public ExpressionTexts withKeyCondition(@Nullable String text) {
        return new ExpressionTexts(
                update,
                condition,
                text,
                filter,
                projection,
                names,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with another FilterExpression. */
    public ExpressionTexts withFilter(@Nullable String text) {
        return new ExpressionTexts(
                update,
                condition,
                keyCondition,
                text,
                projection,
                names,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with another ProjectionExpression. */
    public ExpressionTexts withProjection(@Nullable String text) {
        return new ExpressionTexts(
                update,
                condition,
                keyCondition,
                filter,
                text,
                names,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with another SearchConditionExpression. */
    public ExpressionTexts withSearchCondition(@Nullable String text) {
        return new ExpressionTexts(
                update,
                condition,
                keyCondition,
                filter,
                projection,
                names,
                values,
                refusedValues,
                text);
    }

    /** Returns these with other placeholders for names. */
    public ExpressionTexts withNames(@Nullable Map<String, String> placeholders) {
        return new ExpressionTexts(
                update,
                condition,
                keyCondition,
                filter,
                projection,
                placeholders,
                values,
                refusedValues,
                searchCondition);
    }

    /** Returns these with other placeholders for values. */
    public ExpressionTexts withValues(
            @Nullable Map<String, AttributeValue> placeholders, Map<String, String> refused) {
        return new ExpressionTexts(
                update,
                condition,
                keyCondition,
                filter,
                projection,
                names,
                placeholders,
                refused,
                searchCondition);
    }

    /** Returns these with other placeholders for values, all of them decoded. */
    public ExpressionTexts withValues(@Nullable Map<String, AttributeValue> placeholders) {
        return withValues(placeholders, Map.of());
    }
}
