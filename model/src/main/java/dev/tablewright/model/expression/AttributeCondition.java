package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import java.util.List;

/**
 * One entry of the legacy parameters KeyConditions, QueryFilter and ScanFilter.
 *
 * @param values AttributeValueList; empty where none was sent
 */
public record AttributeCondition(LegacyOperator comparisonOperator, List<AttributeValue> values) {
    /** Copies the list. */
    public AttributeCondition {
        values = List.copyOf(values);
    }
}
