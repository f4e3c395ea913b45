package dev.tablewright.controlplane.values;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The wording of mistakes that any field can have. */
final class Mistakes {
    private Mistakes() {}

    static String quoted(String text) {
        return '"' + text + '"';
    }

    /**
     * Tells that {@code node} is not what {@code type} wants; the commonest cause is a trap of
     * YAML.
     */
    static void wrongType(YamlNode node, String path, ValueType<?> type, Problems problems) {
        boolean wantsText = type instanceof ValueType.Text || type instanceof ValueType.Choice<?>;
        switch (node) {
            case YamlNode.Bool(var at, var source, var value) when wantsText ->
                    problems.add(
                            at,
                            path,
                            "a bare " + source + " is the boolean " + value + " to Helm",
                            "quote it: '" + source + "'");
            case YamlNode.Numeric(var at, var source, _) when wantsText ->
                    problems.add(
                            at,
                            path,
                            "a bare " + source + " is a number to Helm",
                            "quote it: '" + source + "'");
            case YamlNode.Text(var at, var text)
                    when PlainScalar.read(at, text) instanceof YamlNode.Bool
                            && type instanceof ValueType.Flag ->
                    problems.add(at, path, "is the text " + quoted(text), unquoted(at, type));
            case YamlNode.Text(var at, var text)
                    when PlainScalar.read(at, text) instanceof YamlNode.Numeric
                            && type instanceof ValueType.Whole ->
                    problems.add(at, path, "is the text " + quoted(text), unquoted(at, type));
            case YamlNode.Null(var at) ->
                    problems.add(at, path, "has no value", "write " + type.expected());
            default ->
                    problems.add(
                            node.at(), path, "is " + described(node), "write " + type.expected());
        }
    }

    /** In a file the quotes are the mistake; an argument has none. */
    private static String unquoted(Position at, ValueType<?> type) {
        return at.file().startsWith("--") ? "write " + type.expected() : "remove the quotes";
    }

    private static String described(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping _ -> "a map";
            case YamlNode.Sequence _ -> "a list";
            case YamlNode.Text(_, var text) -> "the text " + quoted(text);
            case YamlNode.Bool(_, _, var value) -> "the boolean " + value;
            case YamlNode.Numeric(_, var source, _) -> "the number " + source;
            case YamlNode.Null _ -> "empty";
        };
    }

    static void unknownFields(
            YamlNode.Mapping map, String path, List<Field<?>> fields, Problems problems) {
        List<String> known = fields.stream().map(Field::name).toList();
        map.entries()
                .forEach(
                        (name, entry) -> {
                            if (!known.contains(name)) {
                                problems.addUnknownField(
                                        entry.key().at(), path, name, suggestion(name, known));
                            }
                        });
    }

    private static String suggestion(String name, List<String> known) {
        int nearest = Integer.MAX_VALUE;
        String best = "";
        for (String candidate : known) {
            int distance = distance(lower(name), lower(candidate));
            if (distance < nearest) {
                nearest = distance;
                best = candidate;
            }
        }
        return nearest <= Math.max(2, name.length() / 3)
                ? "did you mean " + quoted(best) + "?"
                : "fields here are " + known.stream().collect(Collectors.joining(", "));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
