package dev.tablewright.controlplane.values;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes values as YAML that Helm and this program read alike: every text that could be taken for
 * anything else stands in quotes.
 */
final class EffectiveValues {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@+=-]*( [A-Za-z0-9_./@+=-]+)*");

    private final StringBuilder yaml = new StringBuilder();

    private EffectiveValues() {}

    /** Returns {@code root} as a file. */
    static String yaml(YamlNode.Mapping root) {
        EffectiveValues writer = new EffectiveValues();
        writer.entries(root.entries(), "", "");
        return writer.yaml.toString();
    }

    /** Writes {@code node} after what stands on the line already. */
    private void inner(YamlNode node, String indent) {
        switch (node) {
            case YamlNode.Mapping(_, var entries) when entries.isEmpty() -> yaml.append(" {}\n");
            case YamlNode.Mapping(_, var entries) -> {
                yaml.append('\n');
                entries(entries, indent + "  ", indent + "  ");
            }
            case YamlNode.Sequence(_, var elements) when elements.isEmpty() -> yaml.append(" []\n");
            case YamlNode.Sequence(_, var elements) -> {
                yaml.append('\n');
                elements(elements, indent + "  ");
            }
            case YamlNode.Text _, YamlNode.Bool _, YamlNode.Numeric _, YamlNode.Null _ ->
                    yaml.append(' ').append(scalar(node)).append('\n');
        }
    }

    /**
     * Writes a map.
     *
     * @param first what stands before its first line
     */
    private void entries(Map<String, YamlNode.Entry> entries, String indent, String first) {
        String before = first;
        for (Map.Entry<String, YamlNode.Entry> entry : entries.entrySet()) {
            yaml.append(before).append(text(entry.getKey())).append(':');
            inner(entry.getValue().value(), indent);
            before = indent;
        }
    }

    private void elements(List<YamlNode> elements, String indent) {
        for (YamlNode element : elements) {
            if (element instanceof YamlNode.Mapping(_, var entries) && !entries.isEmpty()) {
                entries(entries, indent + "  ", indent + "- ");
            } else {
                yaml.append(indent).append('-');
                inner(element, indent);
            }
        }
    }

    private static String scalar(YamlNode node) {
        return switch (node) {
            case YamlNode.Text(_, var value) -> text(value);
            case YamlNode.Bool(_, _, var value) -> String.valueOf(value);
            case YamlNode.Numeric number ->
                    number.isWhole() ? String.valueOf((long) number.value()) : number.source();
            case YamlNode.Null _ -> "null";
            case YamlNode.Mapping _, YamlNode.Sequence _ ->
                    throw new IllegalArgumentException("no scalar: " + node);
        };
    }

    private static String text(String value) {
        if (PLAIN.matcher(value).matches()
                && PlainScalar.read(new Position("", 1, 1), value) instanceof YamlNode.Text) {
            return value;
        }
        if (value.chars().allMatch(c -> c >= ' ' && c != 0x7f && c < 0xd800)) {
            return "'" + value.replace("'", "''") + "'";
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
}
