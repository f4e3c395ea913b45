package dev.tablewright.controlplane.values;

import java.util.List;
import java.util.Map;

/**
 * Writes values as YAML that Helm and this program read alike: every text that could be taken for
 * anything else stands in quotes.
 */
final class EffectiveValues {
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
            yaml.append(before).append(YamlText.of(entry.getKey())).append(':');
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
            case YamlNode.Text(_, var value) -> YamlText.of(value);
            case YamlNode.Bool(_, _, var value) -> String.valueOf(value);
            case YamlNode.Numeric number ->
                    number.isWhole() ? String.valueOf((long) number.value()) : number.source();
            case YamlNode.Null _ -> "null";
            case YamlNode.Mapping _, YamlNode.Sequence _ ->
                    throw new IllegalArgumentException("no scalar: " + node);
        };
    }
}
