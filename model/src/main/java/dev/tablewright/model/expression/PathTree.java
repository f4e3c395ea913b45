package dev.tablewright.model.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Document paths that lie beside each other: none leads through another one, and none takes for a
 * list what another takes for a map.
 */
final class PathTree {
    private final List<DocumentPath> paths;
    private final Node root = new Node();

    /**
     * A place on the way of some path, or the end of one.
     *
     * <p>A node has children or a leaf, never both.
     */
    static final class Node {
        private final Map<DocumentPath.Step, Node> children = new LinkedHashMap<>();
        private int leaf = -1;

        /** The next steps; empty for a leaf. */
        Map<DocumentPath.Step, Node> children() {
            return children;
        }

        boolean isLeaf() {
            return leaf >= 0;
        }

        /** The place of the path that ends here among all paths of the tree. */
        int leaf() {
            return leaf;
        }
    }

    private PathTree(List<DocumentPath> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Builds the tree of {@code paths}.
     *
     * @param kind what errors name
     * @throws dev.tablewright.model.ValidationException if two paths overlap or conflict
     */
    static PathTree of(ExpressionKind kind, List<DocumentPath> paths) {
        var tree = new PathTree(paths);
        for (int i = 0; i < paths.size(); i++) {
            if (!tree.add(paths.get(i), i)) {
                throw kind.invalid(tree.fault());
            }
        }
        return tree;
    }

    private boolean add(DocumentPath path, int leaf) {
        Node node = root;
        for (DocumentPath.Step step : path.steps()) {
            if (node.isLeaf() || !accepts(node, step)) {
                return false;
            }
            node = node.children.computeIfAbsent(step, _ -> new Node());
        }
        if (node.isLeaf() || !node.children.isEmpty()) {
            return false;
        }
        node.leaf = leaf;
        return true;
    }

    private static boolean accepts(Node node, DocumentPath.Step step) {
        for (DocumentPath.Step sibling : node.children.keySet()) {
            return sibling.getClass() == step.getClass();
        }
        return true;
    }

    /** Slow and only on refusal: the first overlap is reported, else the last conflict. */
    private String fault() {
        String conflict = "";
        for (int second = 1; second < paths.size(); second++) {
            for (int first = 0; first < second; first++) {
                DocumentPath one = paths.get(first);
                DocumentPath two = paths.get(second);
                switch (relation(one, two)) {
                    case OVERLAP -> {
                        return fault("overlap", one, two);
                    }
                    case CONFLICT -> conflict = fault("conflict", one, two);
                    case APART -> {}
                }
            }
        }
        return conflict;
    }

    private static String fault(String verb, DocumentPath one, DocumentPath two) {
        return "Two document paths "
                + verb
                + " with each other; must remove or rewrite one of these paths; path one: "
                + one
                + ", path two: "
                + two;
    }

    private enum Relation {
        OVERLAP,
        CONFLICT,
        APART
    }

    private static Relation relation(DocumentPath one, DocumentPath two) {
        int common = Math.min(one.steps().size(), two.steps().size());
        for (int i = 0; i < common; i++) {
            DocumentPath.Step a = one.steps().get(i);
            DocumentPath.Step b = two.steps().get(i);
            if (a.getClass() != b.getClass()) {
                return Relation.CONFLICT;
            }
            if (!a.equals(b)) {
                return Relation.APART;
            }
        }
        return Relation.OVERLAP;
    }

    /** The item's own node; its children are top-level attributes. */
    Node root() {
        return root;
    }

    /** The paths, in the order given. */
    List<DocumentPath> paths() {
        return paths;
    }
}
