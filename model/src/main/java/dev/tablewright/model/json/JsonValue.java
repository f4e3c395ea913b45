package dev.tablewright.model.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One value of a checked body: a place in it, decoded when asked for. Each accessor takes the JSON
 * type that the API model wants, and throws {@link SerializationException} with AWS's text for any
 * other.
 */
public final class JsonValue {
    static final String STRUCTURE_NOT_EXPECTED =
            "Start of structure or map found where not expected";

    /** What AWS says of a scalar where a list or map of generic type is wanted inside another. */
    private static final String GENERIC_TYPE_EXPECTED =
            "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to"
                    + " class java.lang.Class"
                    + " (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
                    + " java.lang.Class are in module java.base of loader 'bootstrap')";

    private final byte[] json;
    private final int from;
    private final int to;

    JsonValue(byte[] json, int from, int to) {
        this.json = json;
        this.from = from;
        this.to = to;
    }

    byte[] json() {
        return json;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Whether this is JSON's null, which AWS takes as absent. */
    public boolean isNull() {
        return json[from] == 'n';
    }

    /** Whether this is text. */
    public boolean isString() {
        return json[from] == '"';
    }

    /** Returns the text of a string. */
    public String string() {
        return switch (json[from]) {
            case '"' -> JsonScanner.text(json, from + 1, to - 1);
            default -> throw cannotConvert("String", "java.lang.String");
        };
    }

    /** Returns a boolean; AWS also takes the strings true, yes, 1, false, no and 0 in any case. */
    public boolean bool() {
        return switch (json[from]) {
            case 't' -> true;
            case 'f' -> false;
            case '"' -> boolText(string());
            default -> throw cannotConvert("Boolean", "java.lang.Boolean");
        };
    }

    private static boolean boolText(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "TRUE", "YES", "1" -> true;
            case "FALSE", "NO", "0" -> false;
            default -> throw new SerializationException("Unexpected token received from parser");
        };
    }

    /** Returns a whole number; cuts off a fraction, and stops at the limits of int. */
    public int integer() {
        return Math.clamp(wholeNumber("Integer"), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Returns a whole number; cuts off a fraction, and stops at the limits of long. */
    public long longInteger() {
        return wholeNumber("Long");
    }

    private long wholeNumber(String type) {
        if (!isNumber()) {
            throw cannotConvert(type, "java.lang." + type);
        }
        String text = text();
        if (to - from < 19 && !isDecimal()) {
            return Long.parseLong(text);
        }
        // The cast stops at the limits, which BigDecimal would not, and never makes huge integers.
        return (long) Double.parseDouble(text);
    }

    /** Returns a number. */
    public double decimal() {
        if (!isNumber()) {
            throw cannotConvert("Double", "java.lang.Double");
        }
        return Double.parseDouble(text());
    }

    /** Returns a timestamp in milliseconds; the protocol has seconds with a fraction. */
    public long epochMillis() {
        double millis = decimal() * 1000;
        return Math.round(millis);
    }

    /** Returns the members of a structure that is itself a member of a structure. */
    public JsonMembers structure(String shape) {
        return structure(shape, "Unexpected field type");
    }

    /** Returns the members of a structure that is an element of a list or a value of a map. */
    public JsonMembers element(String shape) {
        return structure(shape, "Unexpected value type in payload");
    }

    private JsonMembers structure(String shape, String textForScalar) {
        return switch (json[from]) {
            case '{' -> JsonMembers.of(this);
            case '[' ->
                    throw new SerializationException(
                            "Unrecognized collection type class " + qualified(shape));
            default -> throw new SerializationException(textForScalar);
        };
    }

    /** Returns the elements of a list, null ones included. */
    public List<JsonValue> list() {
        return switch (json[from]) {
            case '[' -> elements();
            case '{' -> throw new SerializationException(STRUCTURE_NOT_EXPECTED);
            default -> throw new SerializationException("Unexpected field type");
        };
    }

    /** As {@link #list}, for a list that is itself a value of a map, as in RequestItems. */
    public List<JsonValue> listInMap() {
        requireListOrMap();
        return list();
    }

    private void requireListOrMap() {
        if (json[from] != '[' && json[from] != '{') {
            throw new SerializationException(GENERIC_TYPE_EXPECTED);
        }
    }

    /** Returns the texts of a list of strings; an element that is null is left out. */
    public List<String> strings() {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : list()) {
            if (!element.isNull()) {
                texts.add(element.string());
            }
        }
        return texts;
    }

    /**
     * Returns the entries of a map in order, null ones included; of a repeated name the last.
     *
     * @param valueShape the shape of the values as AWS's text names it: {@code java.lang.String},
     *     or a shape of the API model such as {@code AttributeValue}
     */
    public Map<String, JsonValue> map(String valueShape) {
        requireMap(valueShape);
        return JsonMembers.of(this).all();
    }

    void requireMapInList(String valueShape) {
        requireListOrMap();
        requireMap(valueShape);
    }

    void requireMap(String valueShape) {
        switch (json[from]) {
            case '{' -> {}
            case '[' ->
                    throw new SerializationException(
                            "Unrecognized collection type java.util.Map<java.lang.String, "
                                    + qualified(valueShape)
                                    + ">");
            default -> throw new SerializationException("Unexpected field type");
        }
    }

    /** Returns how the value is written in the body. */
    public String text() {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    private List<JsonValue> elements() {
        List<JsonValue> elements = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(json, from, to);
        scanner.take('[');
        scanner.skipSpace();
        while (scanner.peek() != ']') {
            int start = scanner.position();
            scanner.skipValue();
            elements.add(new JsonValue(json, start, scanner.position()));
            scanner.take(',');
            scanner.skipSpace();
        }
        return elements;
    }

    private boolean isNumber() {
        return json[from] == '-' || (json[from] >= '0' && json[from] <= '9');
    }

    private boolean isDecimal() {
        for (int i = from; i < to; i++) {
            if (json[i] == '.' || (json[i] | 0x20) == 'e') {
                return true;
            }
        }
        return false;
    }

    /**
     * Says that a scalar of {@code type} was wanted.
     *
     * @param javaClass the class that AWS names when it finds an array
     */
    SerializationException cannotConvert(String type, String javaClass) {
        return new SerializationException(
                switch (json[from]) {
                    case '[' -> "Unrecognized collection type class " + javaClass;
                    case '{' -> STRUCTURE_NOT_EXPECTED;
                    case '"' -> "STRING_VALUE cannot be converted to " + type;
                    case 't' -> "TRUE_VALUE cannot be converted to " + type;
                    case 'f' -> "FALSE_VALUE cannot be converted to " + type;
                    default ->
                            (isDecimal() ? "DECIMAL" : "NUMBER")
                                    + "_VALUE cannot be converted to "
                                    + type;
                });
    }

    private static String qualified(String shape) {
        return shape.contains(".") ? shape : "com.amazonaws.dynamodb.v20120810." + shape;
    }

    @Override
    public String toString() {
        return text();
    }
}
