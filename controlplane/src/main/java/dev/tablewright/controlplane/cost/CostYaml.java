package dev.tablewright.controlplane.cost;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A map of a YAML or JSON file whose numbers are taken as written, digit by digit: a double would
 * not hold 0.1.
 */
final class CostYaml {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final String file;
    private final String path;
    private final Node at;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private CostYaml(String file, String path, Node node) throws CostFileException {
        this.file = file;
        this.path = path;
        this.at = node;
        if (!(node instanceof MappingNode map)) {
            throw wrong(node, path, "should be a map");
        }
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(tuple.getKeyNode(), path, "has a key that is no text");
            }
            if (fields.put(key.getValue(), tuple.getValueNode()) != null) {
                throw wrong(key, inner(key.getValue()), "stands twice");
            }
        }
    }

    static CostYaml read(String file, String text) throws CostFileException {
        Node root;
        try {
            root =
                    new Compose(LoadSettings.builder().setUseMarks(true).setLabel(file).build())
                            .composeString(text)
                            .orElse(null);
        } catch (YamlEngineException e) {
            throw new CostFileException(file + " is neither YAML nor JSON: " + e.getMessage());
        }
        if (root == null) {
            throw new CostFileException(file + " is empty");
        }
        return new CostYaml(file, "", root);
    }

    /** Checks that there is nothing that nobody would read. */
    void requireOnly(Set<String> known) throws CostFileException {
        for (Map.Entry<String, Node> field : fields.entrySet()) {
            if (!known.contains(field.getKey())) {
                throw wrong(
                        field.getValue(),
                        inner(field.getKey()),
                        known.isEmpty()
                                ? "is not known; there is none"
                                : "is not known; known are "
                                        + String.join(", ", List.copyOf(known)));
            }
        }
    }

    Set<String> names() {
        return fields.keySet();
    }

    /** Returns a map inside; null when it is absent. */
    @Nullable CostYaml map(String name) throws CostFileException {
        Node node = fields.get(name);
        return node == null ? null : new CostYaml(file, inner(name), node);
    }

    CostYaml required(String name) throws CostFileException {
        CostYaml map = map(name);
        if (map == null) {
            throw wrong(at, inner(name), "is missing");
        }
        return map;
    }

    String text(String name) throws CostFileException {
        if (!(fields.get(name) instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong(fields.getOrDefault(name, at), inner(name), "should be a text");
        }
        return scalar.getValue();
    }

    /** Returns a number of at least 0; null when it is absent. */
    @Nullable BigDecimal number(String name) throws CostFileException {
        Node node = fields.get(name);
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar) || !NUMBER.matcher(scalar.getValue()).matches()) {
            throw wrong(
                    node,
                    inner(name),
                    (node instanceof ScalarNode scalar
                                    ? "\"" + scalar.getValue() + "\" is no number"
                                    : "is no number")
                            + "; write one like 0.25");
        }
        return new BigDecimal(scalar.getValue());
    }

    private String inner(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private CostFileException wrong(Node node, String where, String what) {
        String line =
                node.getStartMark()
                        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                        .orElse("");
        return new CostFileException(
                file + line + ": " + (where.isEmpty() ? "the file" : where) + ": " + what);
    }
}
