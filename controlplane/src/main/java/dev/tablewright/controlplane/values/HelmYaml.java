package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one YAML file as Helm reads it, and is stricter where Helm's answer would surprise: a key
 * that stands twice, a second document and a merge key that would override what stands before it
 * are mistakes.
 */
public final class HelmYaml {
    /** Helm's own limit for the files of a chart is 5 MiB. */
    private static final int MAX_CHARACTERS = 5 << 20;

    /** Aliases can make a short text grow without bound. */
    private static final int MAX_NODES = 1_000_000;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private int nodes;

    private HelmYaml(String file) {
        this.file = file;
    }

    /**
     * Reads {@code text}.
     *
     * @param file only for messages
     * @return the top-level map, empty for an empty file, and every mistake that makes it ambiguous
     */
    public static Reading read(String file, String text) {
        return new HelmYaml(file).document(text);
    }

    /**
     * A file as it was read.
     *
     * @param root what could be read; null when the file is no YAML or no map
     * @param problems mistakes that show without the contract
     */
    public record Reading(YamlNode.@Nullable Mapping root, List<Problem> problems) {}

    private Reading document(String text) {
        Position start = new Position(file, 1, 1);
        YamlNode root = new YamlNode.Mapping(start, Map.of());
        boolean readable = true;
        try {
            Iterator<Node> documents = compose().composeAllFromString(text).iterator();
            if (documents.hasNext()) {
                root = convert(documents.next(), "");
            }
            if (documents.hasNext()) {
                Node second = documents.next();
                problem(
                        position(second.getStartMark()),
                        "",
                        "a second document begins here",
                        "a values file is one document: remove the line ---");
            }
        } catch (MarkedYamlEngineException e) {
            problem(
                    position(e.getProblemMark()),
                    "",
                    "is not YAML: " + e.getProblem(),
                    "correct it");
            readable = false;
        } catch (YamlEngineException e) {
            problem(start, "", "is not YAML: " + e.getMessage(), "correct it");
            readable = false;
        }
        if (root instanceof YamlNode.Null(var at)) {
            root = new YamlNode.Mapping(at, Map.of());
        }
        if (!(root instanceof YamlNode.Mapping)) {
            problem(root.at(), "", "is no map", "a values file begins with \"tables:\"");
        }
        return new Reading(
                readable && root instanceof YamlNode.Mapping map ? map : null,
                List.copyOf(problems));
    }

    private Compose compose() {
        return new Compose(
                LoadSettings.builder()
                        .setLabel(file)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .setAllowDuplicateKeys(true)
                        .build());
    }

    private YamlNode convert(Node node, String path) {
        Position at = position(node.getStartMark());
        if (++nodes > MAX_NODES) {
            throw new YamlEngineException("more than " + MAX_NODES + " values");
        }
        if (!open.add(node)) {
            problem(at, path, "contains itself by an alias", "write the value out");
            return new YamlNode.Null(at);
        }
        try {
            return switch (node) {
                case ScalarNode scalar -> scalar(scalar, at, path);
                case SequenceNode list -> sequence(list, at, path);
                case MappingNode map -> mapping(map, at, path);
                default -> throw new IllegalStateException("no such YAML node: " + node);
            };
        } finally {
            open.remove(node);
        }
    }

    private YamlNode scalar(ScalarNode scalar, Position at, String path) {
        String source = scalar.getValue();
        if (scalar.isResolved()) {
            return scalar.isPlain() ? PlainScalar.read(at, source) : new YamlNode.Text(at, source);
        }
        if (scalar.getTag().equals(Tag.STR)) {
            return new YamlNode.Text(at, source);
        }
        YamlNode plain = PlainScalar.read(at, source);
        boolean agrees =
                switch (plain) {
                    case YamlNode.Bool _ -> scalar.getTag().equals(Tag.BOOL);
                    case YamlNode.Numeric _ ->
                            scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT);
                    case YamlNode.Null _ -> scalar.getTag().equals(Tag.NULL);
                    case YamlNode.Text _, YamlNode.Mapping _, YamlNode.Sequence _ -> false;
                };
        if (!agrees) {
            problem(
                    at,
                    path,
                    "has the tag " + scalar.getTag(),
                    "write a plain value without a tag");
        }
        return plain;
    }

    private YamlNode sequence(SequenceNode list, Position at, String path) {
        List<YamlNode> elements = new ArrayList<>();
        for (Node element : list.getValue()) {
            elements.add(convert(element, path + "[" + elements.size() + "]"));
        }
        return new YamlNode.Sequence(at, elements);
    }

    private YamlNode.Mapping mapping(MappingNode map, Position at, String path) {
        Map<String, YamlNode.Entry> own = new LinkedHashMap<>();
        Map<String, YamlNode.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                Map<String, YamlNode.Entry> more = merges(tuple.getValueNode(), path);
                Position key = position(tuple.getKeyNode().getStartMark());
                more.keySet().stream()
                        .filter(own::containsKey)
                        .forEach(
                                name ->
                                        problem(
                                                key,
                                                path,
                                                "the merge key << stands after \""
                                                        + name
                                                        + "\", which it also sets",
                                                "put << first, so that every reader agrees"));
                more.forEach(merged::putIfAbsent);
            } else {
                own(tuple, own, path);
            }
        }
        Map<String, YamlNode.Entry> all = new LinkedHashMap<>(merged);
        all.putAll(own);
        return new YamlNode.Mapping(at, all);
    }

    private void own(NodeTuple tuple, Map<String, YamlNode.Entry> own, String path) {
        Position at = position(tuple.getKeyNode().getStartMark());
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
            problem(at, path, "has a list or map as key", "keys are names");
            return;
        }
        String inner = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
        YamlNode.@Nullable Entry earlier = own.get(name.getValue());
        if (earlier != null) {
            problem(
                    at,
                    inner,
                    "stands twice, first in line " + earlier.key().at().line(),
                    "keep one of the two");
            return;
        }
        YamlNode key = scalar(name, at, inner);
        own.put(name.getValue(), new YamlNode.Entry(key, convert(tuple.getValueNode(), inner)));
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    /** Of several merged maps the first one wins. */
    private Map<String, YamlNode.Entry> merges(Node value, String path) {
        List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        Map<String, YamlNode.Entry> merged = new LinkedHashMap<>();
        for (Node source : sources) {
            if (convert(source, path) instanceof YamlNode.Mapping map) {
                map.entries().forEach(merged::putIfAbsent);
            } else {
                problem(
                        position(source.getStartMark()),
                        path,
                        "the merge key << has no map",
                        "merge a map or a list of maps");
            }
        }
        return merged;
    }

    private void problem(Position at, String path, String wrong, String right) {
        problems.add(new Problem(at, path, wrong, right));
    }

    private Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                .orElseGet(() -> new Position(file, 1, 1));
    }
}
