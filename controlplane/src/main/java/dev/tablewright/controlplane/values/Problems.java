package dev.tablewright.controlplane.values;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects mistakes, and knows where in which file each field stands, so that a rule needs to name
 * only the field.
 */
public final class Problems {
    private final Map<String, Position> places = new HashMap<>();
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> blocksWithUnknownFields = new HashSet<>();

    Problems(YamlNode root) {
        learn(root, "");
    }

    private void learn(YamlNode node, String path) {
        places.put(path, node.at());
        switch (node) {
            case YamlNode.Mapping(_, var entries) ->
                    entries.forEach((name, entry) -> learn(entry.value(), inner(path, name)));
            case YamlNode.Sequence(_, var elements) -> {
                for (int i = 0; i < elements.size(); i++) {
                    learn(elements.get(i), path + "[" + i + "]");
                }
            }
            case YamlNode.Text _, YamlNode.Bool _, YamlNode.Numeric _, YamlNode.Null _ -> {}
        }
    }

    /** Returns the path of field {@code name} of the block at {@code path}. */
    static String inner(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Adds a mistake in the field at {@code path}; its place is that of the field, or of the block
     * around it when the field is absent.
     */
    public void add(String path, String wrong, String right) {
        add(place(path), path, wrong, right);
    }

    /** Adds a mistake of the YAML itself; nothing more will be said of that field. */
    void addUnreadable(Problem problem) {
        found.add(problem);
        unreadable.add(problem.path());
    }

    void add(Position at, String path, String wrong, String right) {
        if (!unreadable.contains(path)) {
            found.add(new Problem(at, path, wrong, right));
        }
    }

    void addUnknownField(Position at, String block, String field, String right) {
        blocksWithUnknownFields.add(block);
        add(at, inner(block, field), "is not a field", right);
    }

    /** Whether the block at {@code path} itself has a field that nobody knows. */
    boolean hasUnknownFields(String path) {
        return blocksWithUnknownFields.contains(path);
    }

    /** Whether no mistake was found so far in the field at {@code path} or inside it. */
    public boolean sound(String path) {
        return found.stream()
                .map(Problem::path)
                .noneMatch(
                        p ->
                                p.equals(path)
                                        || p.startsWith(path + ".")
                                        || p.startsWith(path + "["));
    }

    /** Throws all mistakes, in the order of the files; returns when there are none. */
    public void throwIfAny() throws ValuesException {
        if (!found.isEmpty()) {
            List<Problem> sorted = new ArrayList<>(found);
            // Stable: several mistakes at one place stay in the order in which they were found.
            sorted.sort(
                    Comparator.comparing((Problem problem) -> problem.at().file())
                            .thenComparingInt(problem -> problem.at().line())
                            .thenComparingInt(problem -> problem.at().column()));
            throw new ValuesException(sorted);
        }
    }

    /** Returns where the field at {@code path} stands, or the block around it when it is absent. */
    public Position place(String path) {
        String known = path;
        while (!places.containsKey(known)) {
            int parent = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = known.substring(0, Math.max(parent, 0));
        }
        return places.get(known);
    }
}
