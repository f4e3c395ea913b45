package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;
import dev.tablewright.policy.json.Position;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A statement, or a whole document, on its way to a corrected form. */
final class Draft {
    private static final Position NOWHERE = new Position(1, 1);

    private final Map<String, JsonValue> members;

    private Draft(Map<String, JsonValue> members) {
        this.members = new LinkedHashMap<>(members);
    }

    static Draft of(JsonObject object) {
        return new Draft(object.members());
    }

    /** Returns an empty Allow or Deny. */
    static Draft statement(String sid, String effect) {
        return new Draft(Map.of()).put("Sid", text(sid)).put("Effect", text(effect));
    }

    JsonObject json() {
        return new JsonObject(NOWHERE, members);
    }

    Draft put(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    Draft without(String name) {
        members.remove(name);
        return this;
    }

    /** Replaces the list under {@code name}; one value stands alone. */
    Draft list(String name, Collection<String> values) {
        return put(name, list(values));
    }

    Draft sid(String sid) {
        return members.containsKey("Sid") ? put("Sid", text(sid)) : this;
    }

    /** Adds a line to the Condition element, unless the operator has one for the key already. */
    Draft condition(String operator, String key, Collection<String> values) {
        Map<String, JsonValue> operators = operators();
        Map<String, JsonValue> keys = keys(operators, operator);
        keys.putIfAbsent(key, list(values));
        operators.put(operator, new JsonObject(NOWHERE, keys));
        return put("Condition", new JsonObject(NOWHERE, operators));
    }

    /** Removes a line of the Condition element. */
    Draft withoutCondition(String operator, String key) {
        Map<String, JsonValue> operators = operators();
        Map<String, JsonValue> keys = keys(operators, operator);
        keys.remove(key);
        if (keys.isEmpty()) {
            operators.remove(operator);
        } else {
            operators.put(operator, new JsonObject(NOWHERE, keys));
        }
        return operators.isEmpty()
                ? without("Condition")
                : put("Condition", new JsonObject(NOWHERE, operators));
    }

    /** Moves a line of the Condition element to another operator or key. */
    Draft moveCondition(ConditionLine line, String operator, String key) {
        return withoutCondition(line.operator(), line.key())
                .condition(operator, key, line.values().stream().map(Element::text).toList());
    }

    private Map<String, JsonValue> operators() {
        return members.get("Condition") instanceof JsonObject(_, var operators)
                ? new LinkedHashMap<>(operators)
                : new LinkedHashMap<>();
    }

    private static Map<String, JsonValue> keys(Map<String, JsonValue> operators, String operator) {
        return operators.get(operator) instanceof JsonObject(_, var keys)
                ? new LinkedHashMap<>(keys)
                : new LinkedHashMap<>();
    }

    static JsonString text(String text) {
        return new JsonString(NOWHERE, text);
    }

    static JsonArray array(List<? extends JsonValue> values) {
        return new JsonArray(NOWHERE, List.copyOf(values));
    }

    private static JsonValue list(Collection<String> values) {
        List<JsonValue> texts = new ArrayList<>();
        new LinkedHashSet<>(values).forEach(value -> texts.add(text(value)));
        return texts.size() == 1 ? texts.getFirst() : new JsonArray(NOWHERE, texts);
    }
}
