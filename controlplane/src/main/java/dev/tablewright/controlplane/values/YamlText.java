package dev.tablewright.controlplane.values;

import java.util.regex.Pattern;

/**
 * Writes one text as a YAML scalar that Helm and this program read alike: what could be taken for
 * anything else ({@code N}, {@code yes}, {@code 017}) stands in quotes.
 */
public final class YamlText {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@+=-]*( [A-Za-z0-9_./@+=-]+)*");

    /** Helm takes a date for a text, and most other readers of YAML do not. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    private YamlText() {}

    /** Returns {@code value}, in quotes where it needs them; on one line in any case. */
    public static String of(String value) {
        if (PLAIN.matcher(value).matches()
                && !DATE.matcher(value).matches()
                && PlainScalar.read(new Position("", 1, 1), value) instanceof YamlNode.Text) {
            return value;
        }
        if (value.chars().allMatch(c -> c >= ' ' && c != 0x7f && c < 0xd800)) {
            return quoted(value);
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if ((c >= ' ' && c < 0x7f) || Character.isSurrogate(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns {@code value}, of printable characters only, in single quotes. */
    public static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
