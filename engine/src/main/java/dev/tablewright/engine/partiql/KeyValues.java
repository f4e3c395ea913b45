package dev.tablewright.engine.partiql;

import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.KeyCondition.Term;

import java.util.List;

/** What a statement may say of key attributes. */
final class KeyValues {
    private KeyValues() {}

    /** Requires that the operands of {@code term} are of the attribute's type. */
    static Term typed(Table table, Term term) {
        term.operands().forEach(operand -> requireType(table, term.attribute(), operand));
        return term;
    }

    /** Requires that all {@code values} are of the attribute's type. */
    static void requireTypes(Table table, String attribute, List<AttributeValue> values) {
        values.forEach(value -> requireType(table, attribute, value));
    }

    /** Requires that {@code value} is of the attribute's type. */
    static void requireType(Table table, String attribute, AttributeValue value) {
        if (!KeyRules.hasType(value, KeyRules.type(table.definition(), attribute))) {
            throw new ValidationException(
                    "Key attribute's data type should match its data type in table's schema: Key "
                            + attribute);
        }
    }
}
