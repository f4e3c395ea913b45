package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.Lookup;
import dev.tablewright.controlplane.access.proof.ProofRules.AccessTest;
import dev.tablewright.controlplane.access.proof.ProofRules.EnvironmentRule;
import dev.tablewright.controlplane.values.HelmYaml;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.Problem;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.YamlNode;
import dev.tablewright.policy.catalog.ActionCatalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads access-tests.yaml: environments, administrators and tests. */
public final class ProofRulesParser {
    private static final Set<String> FILE = Set.of("environments", "administrators", "tests");
    private static final Set<String> ENVIRONMENT = Set.of("principals", "tables");
    private static final Set<String> TEST =
            Set.of(
                    "name",
                    "principal",
                    "principals",
                    "action",
                    "actions",
                    "resource",
                    "resources",
                    "expect",
                    "context");

    private final List<Problem> problems = new ArrayList<>();

    private ProofRulesParser() {}

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @throws ValuesException with every mistake in it
     */
    public static ProofRules parse(String file, String text) throws ValuesException {
        return new ProofRulesParser().read(file, text);
    }

    private ProofRules read(String file, String text) throws ValuesException {
        HelmYaml.Reading reading = HelmYaml.read(file, text);
        problems.addAll(reading.problems());
        ProofRules rules = ProofRules.NONE;
        if (reading.root() != null) {
            YamlNode.Mapping root = reading.root();
            onlyFields(root, "", FILE);
            rules = new ProofRules(environments(root), administrators(root), tests(root));
        }
        if (!problems.isEmpty()) {
            problems.sort(
                    Comparator.comparingInt((Problem problem) -> problem.at().line())
                            .thenComparingInt(problem -> problem.at().column()));
            throw new ValuesException(problems);
        }
        return rules;
    }

    private Map<String, EnvironmentRule> environments(YamlNode.Mapping root) {
        Map<String, EnvironmentRule> environments = new LinkedHashMap<>();
        YamlNode.Entry entry = root.entries().get("environments");
        if (entry == null) {
            return environments;
        }
        if (!(entry.value() instanceof YamlNode.Mapping named)) {
            problem(entry.value(), "environments", "is no map", "write the name of each: below it");
            return environments;
        }
        named.entries()
                .forEach(
                        (name, environment) -> {
                            String path = "environments." + name;
                            if (environment.value() instanceof YamlNode.Mapping block) {
                                onlyFields(block, path, ENVIRONMENT);
                                environments.put(
                                        name,
                                        new EnvironmentRule(
                                                block.at(),
                                                texts(block, path, "principals"),
                                                texts(block, path, "tables")));
                            } else {
                                problem(
                                        environment.value(),
                                        path,
                                        "is no map",
                                        "write principals: and tables: below it");
                            }
                        });
        return environments;
    }

    private List<String> administrators(YamlNode.Mapping root) {
        return texts(root, "", "administrators");
    }

    private List<AccessTest> tests(YamlNode.Mapping root) {
        List<AccessTest> tests = new ArrayList<>();
        YamlNode.Entry entry = root.entries().get("tests");
        if (entry == null) {
            return tests;
        }
        if (!(entry.value() instanceof YamlNode.Sequence(_, var elements))) {
            problem(entry.value(), "tests", "is no list", "begin each test with \"- \"");
            return tests;
        }
        for (int i = 0; i < elements.size(); i++) {
            String path = "tests[" + i + "]";
            if (elements.get(i) instanceof YamlNode.Mapping test) {
                tests.add(test(test, path));
            } else {
                problem(elements.get(i), path, "is no map", "write principal:, action:, ...");
            }
        }
        return tests;
    }

    private AccessTest test(YamlNode.Mapping test, String path) {
        onlyFields(test, path, TEST);
        List<String> principals = either(test, path, "principal");
        List<String> actions = actions(test, path);
        List<String> resources = either(test, path, "resource");
        boolean allow = expect(test, path);
        List<String> named = texts(test, path, "name");
        String name =
                named.isEmpty()
                        ? String.join(", ", principals)
                                + (allow ? " may " : " may not ")
                                + String.join(", ", actions)
                                + " on "
                                + String.join(", ", resources)
                        : named.getFirst();
        return new AccessTest(
                test.at(), name, principals, actions, resources, allow, context(test, path));
    }

    private boolean expect(YamlNode.Mapping test, String path) {
        List<String> expect = texts(test, path, "expect");
        YamlNode.Entry entry = test.entries().get("expect");
        if (entry == null) {
            problem(test, path, "has no expect", "write expect: allow or expect: deny");
        } else if (!expect.equals(List.of("allow")) && !expect.equals(List.of("deny"))) {
            problem(entry.value(), path + ".expect", "is neither", "write allow or deny");
        }
        return expect.equals(List.of("allow"));
    }

    /** Actions that do not exist would be tested for nothing. */
    private List<String> actions(YamlNode.Mapping test, String path) {
        List<String> actions = new ArrayList<>();
        for (String action : either(test, path, "action")) {
            String full =
                    action.contains(":") || action.equals("*") ? action : "dynamodb:" + action;
            if (ActionCatalog.get().matching(full).isEmpty()) {
                try {
                    var _ = Lookup.action(full);
                } catch (Lookup.UnknownName e) {
                    YamlNode.Entry entry =
                            test.entries().getOrDefault("action", test.entries().get("actions"));
                    problem(
                            entry == null ? test : entry.value(),
                            path + ".action",
                            "names no action",
                            String.valueOf(e.getMessage()));
                }
            }
            actions.add(full);
        }
        return actions;
    }

    private Map<String, List<String>> context(YamlNode.Mapping test, String path) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        YamlNode.Entry entry = test.entries().get("context");
        if (entry == null) {
            return context;
        }
        if (entry.value() instanceof YamlNode.Mapping keys) {
            keys.entries()
                    .keySet()
                    .forEach(key -> context.put(key, texts(keys, path + ".context", key)));
        } else {
            problem(entry.value(), path + ".context", "is no map", "write KEY: VALUE below it");
        }
        return context;
    }

    /** A field that may stand in the singular or the plural; required. */
    private List<String> either(YamlNode.Mapping block, String path, String singular) {
        boolean one = block.entries().containsKey(singular);
        boolean several = block.entries().containsKey(singular + "s");
        if (one == several) {
            problem(
                    block,
                    path,
                    one ? "has both " + singular + " and " + singular + "s" : "has no " + singular,
                    "write " + singular + ": or " + singular + "s:");
        }
        List<String> texts = texts(block, path, one ? singular : singular + "s");
        if (one != several && texts.isEmpty()) {
            problem(block, path + "." + singular, "is empty", "name at least one");
        }
        return texts;
    }

    private List<String> texts(YamlNode.Mapping block, String path, String field) {
        YamlNode.Entry entry = block.entries().get(field);
        String inner = path.isEmpty() ? field : path + "." + field;
        List<String> texts = new ArrayList<>();
        if (entry == null) {
            return texts;
        }
        List<YamlNode> nodes =
                entry.value() instanceof YamlNode.Sequence(_, var elements)
                        ? elements
                        : List.of(entry.value());
        for (YamlNode node : nodes) {
            switch (node) {
                case YamlNode.Text(_, var value) -> texts.add(value);
                case YamlNode.Bool bool -> texts.add(bool.source());
                case YamlNode.Numeric number -> texts.add(number.source());
                case YamlNode.Null _ -> problem(node, inner, "is empty", "write a text");
                case YamlNode.Mapping _, YamlNode.Sequence _ ->
                        problem(node, inner, "is no text", "write a text or a list of texts");
            }
        }
        return texts;
    }

    private void onlyFields(YamlNode.Mapping block, String path, Set<String> known) {
        block.entries()
                .forEach(
                        (name, entry) -> {
                            if (!known.contains(name)) {
                                problem(
                                        entry.key(),
                                        path.isEmpty() ? name : path + "." + name,
                                        "is not a field",
                                        "known here are " + new TreeSet<>(known));
                            }
                        });
    }

    private void problem(YamlNode node, String path, String wrong, String right) {
        Position at = node.at();
        problems.add(new Problem(at, path, wrong, right));
    }
}
