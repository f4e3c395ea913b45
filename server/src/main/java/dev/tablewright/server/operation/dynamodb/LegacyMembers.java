package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.expression.AttributeCondition;
import dev.tablewright.model.expression.AttributeUpdate;
import dev.tablewright.model.expression.ConditionalOperator;
import dev.tablewright.model.expression.ExpectedAttribute;
import dev.tablewright.model.expression.LegacyOperator;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the parameters that DynamoDB had before expressions. What is returned as a supplier holds
 * attribute values; asking for it refuses values that break a rule, and belongs after {@link
 * RequestReader#requireValid}.
 */
final class LegacyMembers {
    /** In the order in which AWS prints them. */
    private static final List<LegacyOperator> OPERATORS =
            List.of(
                    LegacyOperator.IN,
                    LegacyOperator.NULL,
                    LegacyOperator.BETWEEN,
                    LegacyOperator.LT,
                    LegacyOperator.NOT_CONTAINS,
                    LegacyOperator.EQ,
                    LegacyOperator.GT,
                    LegacyOperator.NOT_NULL,
                    LegacyOperator.NE,
                    LegacyOperator.LE,
                    LegacyOperator.BEGINS_WITH,
                    LegacyOperator.GE,
                    LegacyOperator.CONTAINS);

    private static final List<AttributeUpdate.Action> ACTIONS =
            List.of(
                    AttributeUpdate.Action.ADD,
                    AttributeUpdate.Action.PUT,
                    AttributeUpdate.Action.DELETE);

    private static final Constraint AT_LEAST_ONE = Constraint.minLength(1);

    private LegacyMembers() {}

    static @Nullable ConditionalOperator conditionalOperator(RequestReader in) {
        return in.choice(
                "ConditionalOperator", List.of(ConditionalOperator.OR, ConditionalOperator.AND));
    }

    static @Nullable List<String> attributesToGet(RequestReader in) {
        return in.strings("AttributesToGet", AT_LEAST_ONE);
    }

    /** Reads Expected. */
    static @Nullable Supplier<Map<String, ExpectedAttribute>> expected(RequestReader in) {
        return entries(
                in.structureMap("Expected", "ExpectedAttributeValue"),
                LegacyMembers::expectedAttribute);
    }

    private static Supplier<ExpectedAttribute> expectedAttribute(RequestReader entry) {
        List<Read<AttributeValue>> values = entry.values("AttributeValueList");
        LegacyOperator operator = entry.choice("ComparisonOperator", OPERATORS);
        Boolean exists = entry.bool("Exists");
        Read<AttributeValue> value = entry.value("Value");
        return () ->
                new ExpectedAttribute(
                        value == null ? null : value.orThrow(), exists, operator, decoded(values));
    }

    /** Reads KeyConditions, QueryFilter or ScanFilter. */
    static @Nullable Supplier<Map<String, AttributeCondition>> conditions(
            RequestReader in, String member) {
        return entries(in.structureMap(member, "Condition"), LegacyMembers::attributeCondition);
    }

    private static Supplier<AttributeCondition> attributeCondition(RequestReader entry) {
        List<Read<AttributeValue>> values = entry.values("AttributeValueList");
        LegacyOperator operator = entry.requiredChoice("ComparisonOperator", OPERATORS);
        return () -> {
            List<AttributeValue> decoded = decoded(values);
            return new AttributeCondition(operator, decoded == null ? List.of() : decoded);
        };
    }

    /** Reads AttributeUpdates. */
    static @Nullable Supplier<Map<String, AttributeUpdate>> updates(RequestReader in) {
        return entries(
                in.structureMap("AttributeUpdates", "AttributeValueUpdate"),
                LegacyMembers::attributeUpdate);
    }

    private static Supplier<AttributeUpdate> attributeUpdate(RequestReader entry) {
        AttributeUpdate.Action action = entry.choice("Action", ACTIONS, AttributeUpdate.Action.PUT);
        Read<AttributeValue> value = entry.value("Value");
        return () -> new AttributeUpdate(action, value == null ? null : value.orThrow());
    }

    private static @Nullable List<AttributeValue> decoded(
            @Nullable List<Read<AttributeValue>> values) {
        return values == null ? null : values.stream().map(Read::orThrow).toList();
    }

    private static <T> @Nullable Supplier<Map<String, T>> entries(
            @Nullable Map<String, RequestReader> members,
            Function<RequestReader, Supplier<T>> reader) {
        if (members == null) {
            return null;
        }
        Map<String, Supplier<T>> entries = new LinkedHashMap<>();
        members.forEach((attribute, entry) -> entries.put(attribute, reader.apply(entry)));
        return () -> {
            Map<String, T> decoded = new LinkedHashMap<>();
            entries.forEach((attribute, entry) -> decoded.put(attribute, entry.get()));
            return decoded;
        };
    }
}
