package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An update over a tree of target paths.
 *
 * @param changes one for each path of the tree, in the same order
 * @param attributes top-level attributes of targets and operands
 * @param nestedAttributes those of them that a path leads into
 * @param isLegacy whether it came as AttributeUpdates
 */
record BoundUpdate(
        PathTree tree,
        List<Change> changes,
        Set<String> attributes,
        Set<String> nestedAttributes,
        boolean isLegacy)
        implements Update {
    static final String WRONG_TYPE =
            "An operand in the update expression has an incorrect data type";

    BoundUpdate {
        changes = List.copyOf(changes);
    }

    static ValidationException wrongType() {
        return new ValidationException(WRONG_TYPE);
    }

    @Override
    public Item apply(Item before) {
        List<@Nullable AttributeValue> results = results(before);
        Map<String, AttributeValue> set = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        tree.root()
                .children()
                .forEach(
                        (step, node) -> {
                            String name = step.toString();
                            AttributeValue old = node.isLeaf() ? null : before.get(name);
                            AttributeValue changed = changed(old, node, results);
                            if (changed == null) {
                                removed.add(name);
                            } else {
                                set.put(name, changed);
                            }
                        });
        return before.changed(set, removed);
    }

    /** Computes every new value before anything changes; SET's operands are read first. */
    private List<@Nullable AttributeValue> results(Item before) {
        List<@Nullable AttributeValue> results = new ArrayList<>(changes.size());
        for (Change change : changes) {
            boolean assigned = change instanceof Change.Assign;
            results.add(assigned ? change.result(before, null) : null);
        }
        for (int i = 0; i < changes.size(); i++) {
            DocumentPath path = tree.paths().get(i);
            checkParent(path, before);
            if (!(changes.get(i) instanceof Change.Assign)) {
                results.set(i, changes.get(i).result(before, path.in(before)));
            }
        }
        return results;
    }

    private static void checkParent(DocumentPath path, Item before) {
        if (!path.isNested()) {
            return;
        }
        int last = path.steps().size() - 1;
        AttributeValue parent = new DocumentPath(path.steps().subList(0, last)).in(before);
        boolean fits =
                switch (path.steps().get(last)) {
                    case DocumentPath.Step.Field _ -> parent instanceof AttributeValue.M;
                    case DocumentPath.Step.Element _ -> parent instanceof AttributeValue.L;
                };
        if (!fits) {
            throw new ValidationException(
                    "The document path provided in the update expression is invalid for update");
        }
    }

    private static @Nullable AttributeValue changed(
            @Nullable AttributeValue old,
            PathTree.Node node,
            List<@Nullable AttributeValue> results) {
        if (node.isLeaf()) {
            return results.get(node.leaf());
        }
        return switch (old) {
            case AttributeValue.M(var entries) -> changedMap(entries, node, results);
            case AttributeValue.L(var elements) -> changedList(elements, node, results);
            case null, default -> throw new IllegalStateException("parents were checked");
        };
    }

    private static AttributeValue changedMap(
            Map<String, AttributeValue> old,
            PathTree.Node node,
            List<@Nullable AttributeValue> results) {
        Map<String, AttributeValue> entries = new LinkedHashMap<>(old);
        node.children()
                .forEach(
                        (step, child) -> {
                            String name = step.toString();
                            AttributeValue value = changed(entries.get(name), child, results);
                            if (value == null) {
                                entries.remove(name);
                            } else {
                                entries.put(name, value);
                            }
                        });
        return new AttributeValue.M(entries);
    }

    /**
     * Every index means the element that had it before the update. What lies past the end is
     * appended, in the order of the indexes; then the removed elements close up.
     */
    private static AttributeValue changedList(
            List<AttributeValue> old, PathTree.Node node, List<@Nullable AttributeValue> results) {
        List<@Nullable AttributeValue> elements = new ArrayList<>(old);
        Map<Integer, AttributeValue> appended = new TreeMap<>();
        node.children()
                .forEach(
                        (step, child) -> {
                            if (!(step instanceof DocumentPath.Step.Element(int index))) {
                                throw new IllegalStateException("parents were checked");
                            }
                            boolean inside = index < old.size();
                            AttributeValue value =
                                    changed(inside ? old.get(index) : null, child, results);
                            if (inside) {
                                elements.set(index, value);
                            } else if (value != null) {
                                appended.put(index, value);
                            }
                        });
        elements.addAll(appended.values());
        List<AttributeValue> left = new ArrayList<>(elements.size());
        for (AttributeValue element : elements) {
            if (element != null) {
                left.add(element);
            }
        }
        return new AttributeValue.L(left);
    }

    @Override
    public Set<String> targets() {
        Set<String> names = new LinkedHashSet<>();
        tree.paths().forEach(path -> names.add(path.attribute()));
        return names;
    }

    @Override
    public boolean onlyRemoves() {
        return !changes.isEmpty() && changes.stream().allMatch(BoundUpdate::removes);
    }

    private static boolean removes(Change change) {
        return switch (change) {
            case Change.Remove(), Change.Delete _ -> true;
            case Change.Assign _, Change.Add _ -> false;
        };
    }

    @Override
    public Projection changedPaths() {
        return BoundProjection.of(tree);
    }
}
