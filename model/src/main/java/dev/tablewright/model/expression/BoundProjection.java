package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A projection over a tree of paths. A container of which nothing is left is left out.
 *
 * @param attributes where the paths begin
 * @param nestedAttributes those of them that a path leads into
 */
record BoundProjection(PathTree tree, Set<String> attributes, Set<String> nestedAttributes)
        implements Projection {
    static BoundProjection of(PathTree tree) {
        Set<String> names = new HashSet<>();
        Set<String> nested = new HashSet<>();
        for (DocumentPath path : tree.paths()) {
            names.add(path.attribute());
            if (path.isNested()) {
                nested.add(path.attribute());
            }
        }
        return new BoundProjection(tree, names, nested);
    }

    @Override
    public Item apply(Item item) {
        if (nestedAttributes().isEmpty()) {
            return item.only(attributes());
        }
        Map<String, AttributeValue> kept = new LinkedHashMap<>();
        tree.root()
                .children()
                .forEach(
                        (step, node) -> {
                            String name = step.toString();
                            AttributeValue value = item.get(name);
                            AttributeValue part = value == null ? null : part(value, node);
                            if (part != null) {
                                kept.put(name, part);
                            }
                        });
        return Item.of(kept);
    }

    private static @Nullable AttributeValue part(AttributeValue value, PathTree.Node node) {
        if (node.isLeaf()) {
            return value;
        }
        return switch (value) {
            case AttributeValue.M _ -> partOfMap(value, node);
            case AttributeValue.L _ -> partOfList(value, node);
            default -> null;
        };
    }

    private static @Nullable AttributeValue partOfMap(AttributeValue map, PathTree.Node node) {
        Map<String, AttributeValue> kept = new LinkedHashMap<>();
        node.children()
                .forEach(
                        (step, child) -> {
                            AttributeValue value = DocumentPath.step(map, step);
                            AttributeValue part = value == null ? null : part(value, child);
                            if (part != null) {
                                kept.put(step.toString(), part);
                            }
                        });
        return kept.isEmpty() ? null : new AttributeValue.M(kept);
    }

    /** Elements keep their order, whatever the order of the paths, and move together. */
    private static @Nullable AttributeValue partOfList(AttributeValue list, PathTree.Node node) {
        Map<Integer, AttributeValue> kept = new TreeMap<>();
        node.children()
                .forEach(
                        (step, child) -> {
                            AttributeValue value = DocumentPath.step(list, step);
                            AttributeValue part = value == null ? null : part(value, child);
                            if (part != null && step instanceof DocumentPath.Step.Element(int i)) {
                                kept.put(i, part);
                            }
                        });
        List<AttributeValue> elements = new ArrayList<>(kept.values());
        return elements.isEmpty() ? null : new AttributeValue.L(elements);
    }
}
