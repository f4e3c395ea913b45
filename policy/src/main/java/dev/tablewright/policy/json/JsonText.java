package dev.tablewright.policy.json;

import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNull;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes JSON values. */
public final class JsonText {
    /** Members whose lists are sets: order and repetition mean nothing. */
    private static final Set<String> SETS =
            Set.of("Action", "NotAction", "Resource", "NotResource");

    private JsonText() {}

    /**
     * Writes a policy document in a canonical form: compact, object members sorted by name, sets of
     * actions and resources as sorted lists, one statement as a list of one. Two documents with the
     * same canonical text mean the same; the reverse does not hold.
     */
    public static String canonicalPolicy(JsonValue document) {
        StringBuilder out = new StringBuilder();
        write(out, document, "");
        return out.toString();
    }

    /** Writes a value compactly. */
    public static String of(JsonValue value) {
        StringBuilder out = new StringBuilder();
        write(out, value, "");
        return out.toString();
    }

    /** Writes a string with its quotes. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder();
        string(out, text);
        return out.toString();
    }

    private static void write(StringBuilder out, JsonValue value, String name) {
        switch (value) {
            case JsonObject(_, var members) when name.equals("Statement") -> {
                out.append('[');
                object(out, members);
                out.append(']');
            }
            case JsonObject(_, var members) -> object(out, members);
            case JsonArray(_, var elements) when SETS.contains(name) -> {
                Set<String> texts = new TreeSet<>();
                for (JsonValue element : elements) {
                    StringBuilder text = new StringBuilder();
                    write(text, element, "");
                    texts.add(text.toString());
                }
                out.append('[').append(String.join(",", texts)).append(']');
            }
            case JsonArray(_, var elements) -> {
                out.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(out, elements.get(i), "");
                }
                out.append(']');
            }
            case JsonString(_, var text) when SETS.contains(name) -> {
                out.append('[');
                string(out, text);
                out.append(']');
            }
            case JsonString(_, var text) -> string(out, text);
            case JsonNumber(_, var text) -> out.append(text);
            case JsonBoolean(_, var bool) -> out.append(bool);
            case JsonNull _ -> out.append("null");
        }
    }

    private static void object(StringBuilder out, Map<String, JsonValue> members) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : new TreeMap<>(members).entrySet()) {
            out.append(separator);
            string(out, member.getKey());
            out.append(':');
            write(out, member.getValue(), member.getKey());
            separator = ",";
        }
        out.append('}');
    }

    static void strings(StringBuilder out, Collection<String> values) {
        String separator = "[";
        for (String value : values) {
            out.append(separator);
            string(out, value);
            separator = ",";
        }
        out.append(values.isEmpty() ? "[]" : "]");
    }

    /** Escapes what JSON demands and what IAM's documents may not hold (above U+00FF). */
    static void string(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '\u00ff') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
