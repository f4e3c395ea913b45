package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.values.YamlText;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines of YAML, as a person would lay them out: small maps and lists on one line. */
final class YamlBlock {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();

    /** A comment of its own line or lines. */
    void comment(String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() + 1 > WIDTH && line.length() > indent.length() + 1) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }

    void line(String line) {
        out.append(line).append('\n');
    }

    /** A field with its value, a list or a map below it where it does not fit on the line. */
    void field(String indent, String name, Object value) {
        String flow = flow(value);
        boolean isBig =
                (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance))
                        || value instanceof Map<?, ?>
                        || indent.length() + name.length() + flow.length() > WIDTH;
        if (!isBig || flow.equals("[]") || flow.equals("{}")) {
            line(indent + YamlText.of(name) + ": " + flow);
            return;
        }
        switch (value) {
            case Map<?, ?> map -> {
                line(indent + YamlText.of(name) + ":");
                map.forEach((key, inner) -> field(indent + "  ", String.valueOf(key), inner));
            }
            case List<?> list -> {
                line(indent + YamlText.of(name) + ":");
                list.forEach(inner -> line(indent + "  - " + flow(inner)));
            }
            default -> line(indent + YamlText.of(name) + ": " + flow);
        }
    }

    /** A value on one line. */
    static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(
                                    entry ->
                                            YamlText.of(String.valueOf(entry.getKey()))
                                                    + ": "
                                                    + flow(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list ->
                    list.stream().map(YamlBlock::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text -> YamlText.of(text);
            default -> String.valueOf(value);
        };
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
