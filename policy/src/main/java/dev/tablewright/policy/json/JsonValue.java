package dev.tablewright.policy.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands. */
public sealed interface JsonValue {
    /** Where the value begins. */
    Position position();

    /** An object; members keep the order of the document. */
    record JsonObject(Position position, Map<String, JsonValue> members) implements JsonValue {
        /** Copies the members. */
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** An array. */
    record JsonArray(Position position, List<JsonValue> elements) implements JsonValue {
        /** Copies the elements. */
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /** A string, with its escapes resolved. */
    record JsonString(Position position, String value) implements JsonValue {}

    /** A number, as it was written: policies compare it as text unless the operator is numeric. */
    record JsonNumber(Position position, String text) implements JsonValue {}

    /** {@code true} or {@code false}. */
    record JsonBoolean(Position position, boolean value) implements JsonValue {}

    /** {@code null}. */
    record JsonNull(Position position) implements JsonValue {}
}
