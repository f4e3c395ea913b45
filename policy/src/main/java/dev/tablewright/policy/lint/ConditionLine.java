package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

import java.util.List;
import java.util.Set;

/**
 * One line of a Condition element: operator, key and values.
 *
 * @param position of the key
 */
record ConditionLine(String operator, String key, Position position, List<Element> values) {
    private static final Set<String> NEGATED =
            Set.of(
                    "StringNotEquals",
                    "StringNotEqualsIgnoreCase",
                    "StringNotLike",
                    "NumericNotEquals",
                    "DateNotEquals",
                    "NotIpAddress",
                    "ArnNotEquals",
                    "ArnNotLike");

    /** Returns the operator without set prefix and IfExists. */
    String base() {
        String name = operator.substring(operator.indexOf(':') + 1);
        return name.endsWith("IfExists") ? name.substring(0, name.length() - 8) : name;
    }

    boolean forAllValues() {
        return operator.startsWith("ForAllValues:");
    }

    boolean forAnyValue() {
        return operator.startsWith("ForAnyValue:");
    }

    boolean hasSetOperator() {
        return forAllValues() || forAnyValue();
    }

    boolean ifExists() {
        return operator.endsWith("IfExists");
    }

    boolean isNull() {
        return base().equals("Null");
    }

    boolean isNegated() {
        return NEGATED.contains(base());
    }

    boolean isKey(String other) {
        return key.equalsIgnoreCase(other);
    }

    Element keyElement() {
        return new Element(key, position);
    }
}
