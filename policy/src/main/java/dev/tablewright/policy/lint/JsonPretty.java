package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.JsonText;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;

import java.util.Iterator;
import java.util.Map;

/** Writes JSON as people write policies: two blanks, one member or element to a line. */
final class JsonPretty {
    private final StringBuilder out = new StringBuilder();
    private final String margin;

    private JsonPretty(int margin) {
        this.margin = " ".repeat(margin);
    }

    /**
     * Writes {@code value}.
     *
     * @param margin blanks before every line but the first
     */
    static String write(JsonValue value, int margin) {
        JsonPretty pretty = new JsonPretty(margin);
        pretty.value(value, 0);
        return pretty.out.toString();
    }

    private void value(JsonValue value, int depth) {
        switch (value) {
            case JsonObject(_, var members) when !members.isEmpty() -> object(members, depth);
            case JsonArray(_, var elements) when !elements.isEmpty() -> {
                out.append('[');
                Iterator<JsonValue> rest = elements.iterator();
                while (rest.hasNext()) {
                    newLine(depth + 1);
                    value(rest.next(), depth + 1);
                    out.append(rest.hasNext() ? "," : "");
                }
                newLine(depth);
                out.append(']');
            }
            default -> out.append(JsonText.of(value));
        }
    }

    private void object(Map<String, JsonValue> members, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            out.append(separator);
            newLine(depth + 1);
            out.append(JsonText.of(member.getKey())).append(": ");
            value(member.getValue(), depth + 1);
            separator = ",";
        }
        newLine(depth);
        out.append('}');
    }

    private void newLine(int depth) {
        out.append('\n').append(margin).append("  ".repeat(depth));
    }
}
