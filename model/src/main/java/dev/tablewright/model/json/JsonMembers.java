package dev.tablewright.model.json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one JSON object in a request body, by name, as places in the body.
 *
 * <p>A body is checked once, whole, by {@link #parse}; everything later only walks it. A member
 * that is null counts as absent, a repeated one as its last. The typed accessors return null for an
 * absent member and throw {@link SerializationException} for one of another JSON type.
 */
public final class JsonMembers {
    /**
     * Deepest nesting of a body: far beyond what 32 levels of DynamoDB's lists and maps take, so
     * that an item nested too deeply gets DynamoDB's answer, and far below what a stack holds.
     */
    public static final int MAX_DEPTH = 512;

    /** Per member: begin and end of the name without quotes, begin and end of the value. */
    private static final int INTS = 4;

    private final byte[] json;
    private int[] places = new int[8 * INTS];
    private int count;

    private JsonMembers(byte[] json) {
        this.json = json;
    }

    /**
     * Checks a whole body and returns its members.
     *
     * @param body kept, not copied; must not be written to while this object is in use
     * @throws JsonSyntaxException if the body is not one JSON object in UTF-8
     */
    public static JsonMembers parse(byte[] body) {
        return parse(body, 0, body.length);
    }

    /** Checks and returns the object that takes {@code body} from {@code from} up to {@code to}. */
    public static JsonMembers parse(byte[] body, int from, int to) {
        JsonScanner scanner = new JsonScanner(body, from, to);
        JsonMembers members = new JsonMembers(body);
        members.read(scanner, false);
        scanner.skipSpace();
        if (scanner.peek() != -1) {
            throw new JsonSyntaxException("text after the object at " + scanner.position());
        }
        return members;
    }

    /** Returns the members of a checked object. */
    static JsonMembers of(JsonValue object) {
        JsonMembers members = new JsonMembers(object.json());
        members.read(new JsonScanner(object.json(), object.from(), object.to()), true);
        return members;
    }

    private void read(JsonScanner scanner, boolean checked) {
        scanner.expect('{');
        if (scanner.take('}')) {
            return;
        }
        do {
            scanner.skipSpace();
            int name = scanner.position() + 1;
            if (checked) {
                scanner.skipString();
            } else {
                scanner.checkName();
            }
            int nameEnd = scanner.position() - 1;
            scanner.expect(':');
            scanner.skipSpace();
            int value = scanner.position();
            if (checked) {
                scanner.skipValue();
            } else {
                scanner.checkValue(MAX_DEPTH - 1);
            }
            add(name, nameEnd, value, scanner.position());
        } while (scanner.take(','));
        scanner.expect('}');
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int at = count * INTS;
        if (at == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        places[at] = name;
        places[at + 1] = nameEnd;
        places[at + 2] = value;
        places[at + 3] = valueEnd;
        count++;
    }

    /** Returns a member, or null when it is absent or null. */
    public @Nullable JsonValue get(String name) {
        for (int at = (count - 1) * INTS; at >= 0; at -= INTS) {
            if (isNamed(at, name)) {
                JsonValue value = value(at);
                return value.isNull() ? null : value;
            }
        }
        return null;
    }

    /** Whether a member is there and not null. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** Returns a String member, or null. */
    public @Nullable String string(String name) {
        JsonValue value = get(name);
        return value == null ? null : value.string();
    }

    /** Returns an Integer member, or null. */
    public @Nullable Integer integer(String name) {
        JsonValue value = get(name);
        return value == null ? null : Integer.valueOf(value.integer());
    }

    /** Returns a Long member, or null. */
    public @Nullable Long longInteger(String name) {
        JsonValue value = get(name);
        return value == null ? null : Long.valueOf(value.longInteger());
    }

    /** Returns a Double member, or null. */
    public @Nullable Double decimal(String name) {
        JsonValue value = get(name);
        return value == null ? null : Double.valueOf(value.decimal());
    }

    /** Returns a Boolean member, or null. */
    public @Nullable Boolean bool(String name) {
        JsonValue value = get(name);
        return value == null ? null : Boolean.valueOf(value.bool());
    }

    /**
     * Returns a structure member, or null.
     *
     * @param shape its shape in the API model, for AWS's text
     */
    public @Nullable JsonMembers structure(String name, String shape) {
        JsonValue value = get(name);
        return value == null ? null : value.structure(shape);
    }

    /** Returns the elements of a list member, null ones included, or null. */
    public @Nullable List<JsonValue> list(String name) {
        JsonValue value = get(name);
        return value == null ? null : value.list();
    }

    /** Returns the members of a list of structures, null elements left out, or null. */
    public @Nullable List<JsonMembers> structures(String name, String shape) {
        List<JsonValue> elements = list(name);
        if (elements == null) {
            return null;
        }
        List<JsonMembers> structures = new ArrayList<>(elements.size());
        for (JsonValue element : elements) {
            if (!element.isNull()) {
                structures.add(element.element(shape));
            }
        }
        return structures;
    }

    /** Returns a list of strings, or null. */
    public @Nullable List<String> strings(String name) {
        JsonValue value = get(name);
        return value == null ? null : value.strings();
    }

    /** Returns the entries of a map member, or null; see {@link JsonValue#map}. */
    public @Nullable Map<String, JsonValue> map(String name, String valueShape) {
        JsonValue value = get(name);
        return value == null ? null : value.map(valueShape);
    }

    /** Returns the entries of a map from strings to strings, null ones left out, or null. */
    public @Nullable Map<String, String> stringMap(String name) {
        Map<String, JsonValue> entries = map(name, "java.lang.String");
        if (entries == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> {
                    if (!value.isNull()) {
                        texts.put(key, value.string());
                    }
                });
        return texts;
    }

    /** Returns all members in order, null ones included; of a repeated one the last. */
    public Map<String, JsonValue> all() {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        for (int at = 0; at < count * INTS; at += INTS) {
            all.put(JsonScanner.text(json, places[at], places[at + 1]), value(at));
        }
        return all;
    }

    private JsonValue value(int at) {
        return new JsonValue(json, places[at + 2], places[at + 3]);
    }

    /** Compares without decoding: names in the API are ASCII, and hardly ever escaped. */
    private boolean isNamed(int at, String name) {
        int from = places[at];
        int to = places[at + 1];
        if (to - from == name.length()) {
            int i = 0;
            while (i < name.length() && json[from + i] == name.charAt(i)) {
                i++;
            }
            if (i == name.length()) {
                return true;
            }
        }
        return hasEscape(from, to) && JsonScanner.text(json, from, to).equals(name);
    }

    private boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}
