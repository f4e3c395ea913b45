package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One entry of the legacy parameter Expected, as sent; null for what was not.
 *
 * @param values AttributeValueList
 */
public record ExpectedAttribute(
        @Nullable AttributeValue value,
        @Nullable Boolean exists,
        @Nullable LegacyOperator comparisonOperator,
        @Nullable List<AttributeValue> values) {
    /** Copies the list. */
    public ExpectedAttribute {
        values = values == null ? null : List.copyOf(values);
    }
}
