package dev.tablewright.policy.json;

import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a statement stands in its document, as IAM's simulator counts: both ends are the place
 * right behind a bracket. The first statement begins behind the bracket that opens the Statement
 * element (or the statement itself, where it is the only one and not in a list), every further one
 * where the one before it ends.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cli/latest/reference/iam/simulate-custom-policy.html">The
 *     examples that show it</a>
 */
public record StatementSpan(Position start, Position end) {
    /**
     * Finds every statement of a document, in its order.
     *
     * @param document a policy document that was accepted
     */
    public static List<StatementSpan> of(String document) {
        JsonObject policy = (JsonObject) JsonReader.read(document);
        JsonValue element = policy.members().get("Statement");
        if (element == null) {
            throw new IllegalArgumentException("no statements");
        }
        List<JsonValue> statements =
                element instanceof JsonArray(_, var list) ? list : List.of(element);
        String[] lines = document.split("\n", -1);
        List<StatementSpan> spans = new ArrayList<>();
        Position start = new Position(element.position().line(), element.position().column() + 1);
        for (JsonValue statement : statements) {
            Position end = end(lines, statement.position());
            spans.add(new StatementSpan(start, end));
            start = end;
        }
        return List.copyOf(spans);
    }

    /** Returns the place behind the bracket that closes the object beginning at {@code from}. */
    private static Position end(String[] lines, Position from) {
        int depth = 0;
        boolean quoted = false;
        int column = from.column() - 1;
        for (int line = from.line() - 1; line < lines.length; line++, column = 0) {
            String text = lines[line];
            for (; column < text.length(); column++) {
                char c = text.charAt(column);
                if (quoted && c == '\\') {
                    column++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && c == '{') {
                    depth++;
                } else if (!quoted && c == '}' && --depth == 0) {
                    return new Position(line + 1, column + 2);
                }
            }
        }
        throw new IllegalArgumentException("no object at " + from);
    }
}
