package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.Position;

/** Where JSON values begin and end in a text that is known to be JSON. */
final class JsonSpan {
    private JsonSpan() {}

    /** Returns the index of a place in {@code text}. */
    static int offset(String text, Position position) {
        int start = 0;
        for (int line = 1; line < position.line(); line++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + position.column() - 1;
    }

    static Position position(String text, int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line = (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, offset - lineStart + 1);
    }

    /** Returns where {@code value} ends, exclusive. */
    static Position end(String text, JsonValue value) {
        return position(text, end(text, offset(text, value.position())));
    }

    private static int end(String text, int start) {
        char first = text.charAt(start);
        if (first == '"') {
            return stringEnd(text, start);
        }
        if (first != '{' && first != '[') {
            int end = start;
            while (end < text.length() && ",]} \t\r\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return end;
        }
        int depth = 0;
        int i = start;
        do {
            char c = text.charAt(i);
            if (c == '"') {
                i = stringEnd(text, i);
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            i++;
        } while (depth > 0);
        return i;
    }

    private static int stringEnd(String text, int start) {
        int i = start + 1;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    /**
     * Returns where the name of a member begins whose value is known; the value's place when the
     * name is written with escapes.
     */
    static Position nameOf(String text, String name, JsonValue value) {
        int colon = text.lastIndexOf(':', offset(text, value.position()) - 1);
        int close = text.lastIndexOf('"', colon);
        int open = close - name.length() - 1;
        return open >= 0 && text.startsWith("\"" + name + "\"", open)
                ? position(text, open)
                : value.position();
    }
}
