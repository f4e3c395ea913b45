package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a file of masking rules: for each table, by its name in the values, what becomes of which
 * attribute.
 *
 * <pre>{@code
 * tables:
 *   Orders:
 *     CustomerId: hash
 *     email: {fake: email}
 *     address.street: redact
 *     items[].note: drop
 * }</pre>
 */
public final class MaskFile {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private MaskFile(String file) {
        this.file = file;
    }

    /**
     * One rule as written.
     *
     * @param rule for instance {@code hash}
     * @param kind of a fake, null otherwise
     */
    public record Rule(
            Position at, String table, String path, String rule, @Nullable String kind) {}

    /**
     * Reads rules.
     *
     * @param check says what is wrong with a rule and what would be right, separated by "; "; null
     *     when nothing is
     * @throws ValuesException with every mistake
     */
    public static List<Rule> parse(
            ValuesParser.Source source, Function<Rule, @Nullable String> check)
            throws ValuesException {
        MaskFile reading = new MaskFile(source.name());
        HelmYaml.Reading yaml = HelmYaml.read(source.name(), source.text());
        reading.problems.addAll(yaml.problems());
        if (yaml.root() != null) {
            reading.root(yaml.root());
        }
        for (Rule rule : reading.rules) {
            String path = rule.table() + "." + rule.path();
            String wrong = check.apply(rule);
            if (wrong != null) {
                int end = wrong.indexOf("; ");
                reading.problems.add(
                        new Problem(
                                rule.at(),
                                path,
                                wrong.substring(0, end),
                                wrong.substring(end + 2)));
            }
        }
        if (!reading.problems.isEmpty()) {
            throw new ValuesException(reading.problems);
        }
        return reading.rules;
    }

    private void root(YamlNode.Mapping root) {
        root.entries()
                .forEach(
                        (name, entry) -> {
                            if (!name.equals("tables")) {
                                add(
                                        entry.key().at(),
                                        name,
                                        "is not a field",
                                        "the file has one field, tables");
                            } else if (entry.value() instanceof YamlNode.Mapping tables) {
                                tables.entries().forEach((t, rules) -> table(t, rules.value()));
                            } else {
                                add(entry.value().at(), name, "is no map", "write table: rules");
                            }
                        });
        if (!root.entries().containsKey("tables")) {
            add(new Position(file, 1, 1), "tables", "is missing", "write tables: and the rules");
        }
    }

    private void table(String table, YamlNode node) {
        if (!(node instanceof YamlNode.Mapping map)) {
            add(node.at(), table, "is no map", "write attribute: rule");
            return;
        }
        map.entries().forEach((path, entry) -> rule(table, path, entry));
    }

    private void rule(String table, String path, YamlNode.Entry entry) {
        Position at = entry.key().at();
        switch (entry.value()) {
            case YamlNode.Text(_, var rule) -> rules.add(new Rule(at, table, path, rule, null));
            case YamlNode.Mapping(_, var members)
                    when members.size() == 1
                            && members.values().iterator().next().value()
                                    instanceof YamlNode.Text(_, var kind) ->
                    rules.add(new Rule(at, table, path, members.keySet().iterator().next(), kind));
            default ->
                    add(
                            entry.value().at(),
                            table + "." + path,
                            "is no rule",
                            "write drop, hash, redact, keep or {fake: email}");
        }
    }

    private void add(Position at, String path, String wrong, String right) {
        problems.add(new Problem(at, path, wrong, right));
    }
}
