package dev.tablewright.policy.json;

import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNull;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) strictly: no comments, no trailing commas, no key twice in one
 * object, nothing behind the value.
 */
public final class JsonReader {
    /** Deepest nesting: a policy needs five levels, and a bound keeps the stack safe. */
    public static final int MAX_DEPTH = 32;

    private final String text;
    private int next;
    private int line = 1;
    private int lineStart;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads {@code text}.
     *
     * @throws JsonSyntaxException with the position of the first character that does not fit
     */
    public static JsonValue read(String text) {
        JsonReader reader = new JsonReader(text);
        JsonValue value = reader.value(0);
        reader.skipWhitespace();
        if (reader.next < text.length()) {
            throw reader.error("unexpected text after the document");
        }
        return value;
    }

    private JsonValue value(int depth) {
        skipWhitespace();
        Position position = position();
        char c = peek();
        return switch (c) {
            case '{' -> object(position, nested(depth));
            case '[' -> array(position, nested(depth));
            case '"' -> new JsonString(position, string());
            case 't' -> literal("true", new JsonBoolean(position, true));
            case 'f' -> literal("false", new JsonBoolean(position, false));
            case 'n' -> literal("null", new JsonNull(position));
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    new JsonNumber(position, number());
            default -> throw error("a value cannot begin with '" + c + "'");
        };
    }

    private int nested(int depth) {
        if (depth == MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private JsonObject object(Position position, int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        expect('{');
        skipWhitespace();
        if (!accept('}')) {
            do {
                skipWhitespace();
                Position keyPosition = position();
                String key = string();
                skipWhitespace();
                expect(':');
                if (members.putIfAbsent(key, value(depth)) != null) {
                    throw new JsonSyntaxException(
                            "the key \"" + key + "\" stands twice", keyPosition);
                }
                skipWhitespace();
            } while (accept(','));
            expect('}');
        }
        return new JsonObject(position, members);
    }

    private JsonArray array(Position position, int depth) {
        List<JsonValue> elements = new ArrayList<>();
        expect('[');
        skipWhitespace();
        if (!accept(']')) {
            do {
                elements.add(value(depth));
                skipWhitespace();
            } while (accept(','));
            expect(']');
        }
        return new JsonArray(position, elements);
    }

    private String string() {
        expect('"');
        int start = next;
        while (peek() != '"') {
            if (peek() == '\\') {
                return escapedString(start);
            }
            stringChar();
        }
        return text.substring(start, next++);
    }

    private String escapedString(int start) {
        StringBuilder value = new StringBuilder(text.substring(start, next));
        while (peek() != '"') {
            if (accept('\\')) {
                value.append(escape());
            } else {
                value.append(stringChar());
            }
        }
        next++;
        return value.toString();
    }

    private char stringChar() {
        char c = peek();
        if (c < ' ') {
            throw error("a control character must be escaped in a string");
        }
        next++;
        return c;
    }

    private char escape() {
        char c = peek();
        next++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape();
            default -> throw error("unknown escape \\" + c);
        };
    }

    private char unicodeEscape() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw error("\\u needs four hexadecimal digits");
            }
            code = code << 4 | digit;
            next++;
        }
        return (char) code;
    }

    private String number() {
        int start = next;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        return text.substring(start, next);
    }

    private void digits() {
        int start = next;
        while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
            next++;
        }
        if (next == start) {
            throw error("a digit is missing");
        }
    }

    private JsonValue literal(String word, JsonValue value) {
        if (!text.startsWith(word, next)) {
            throw error("unknown word");
        }
        next += word.length();
        return value;
    }

    private void skipWhitespace() {
        while (next < text.length() && isWhitespace(text.charAt(next))) {
            if (text.charAt(next) == '\n') {
                line++;
                lineStart = next + 1;
            }
            next++;
        }
    }

    /** Whether JSON lets {@code c} stand between its tokens without meaning. */
    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private char peek() {
        if (next >= text.length()) {
            throw error("the text ends too early");
        }
        return text.charAt(next);
    }

    private boolean accept(char c) {
        if (next < text.length() && text.charAt(next) == c) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw error("'" + c + "' is missing");
        }
    }

    private Position position() {
        return new Position(line, next - lineStart + 1);
    }

    private JsonSyntaxException error(String message) {
        return new JsonSyntaxException(message, position());
    }
}
