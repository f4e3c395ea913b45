package dev.tablewright.storage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * An immutable ordered map from byte strings to stored values: a change makes a new tree that
 * shares all but one path with the old one, so that a view is a reference and costs nothing. An AVL
 * tree: the heights of two siblings differ by at most one.
 */
final class PersistentTree {
    static final PersistentTree EMPTY = new PersistentTree(null);

    private final @Nullable Node root;

    private PersistentTree(@Nullable Node root) {
        this.root = root;
    }

    @Nullable Stored get(byte[] key) {
        Node node = root;
        while (node != null) {
            int order = Arrays.compareUnsigned(key, node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    PersistentTree put(byte[] key, Stored value) {
        return new PersistentTree(put(root, key, value));
    }

    PersistentTree remove(byte[] key) {
        return get(key) == null ? this : new PersistentTree(remove(root, key));
    }

    int height() {
        return height(root);
    }

    /** Walks the keys inside {@code bounds}. */
    Walk walk(KeyLayout.Bounds bounds, boolean forward) {
        return new Walk(root, bounds, forward);
    }

    private static Node put(@Nullable Node node, byte[] key, Stored value) {
        if (node == null) {
            return new Node(key, value, null, null);
        }
        int order = Arrays.compareUnsigned(key, node.key);
        if (order == 0) {
            return new Node(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, put(node.left, key, value), node.right)
                : balanced(node, node.left, put(node.right, key, value));
    }

    private static @Nullable Node remove(@Nullable Node node, byte[] key) {
        if (node == null) {
            return null;
        }
        int order = Arrays.compareUnsigned(key, node.key);
        if (order < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node next = first(node.right);
        return balanced(next, node.left, remove(node.right, next.key));
    }

    private static Node first(Node tree) {
        Node node = tree;
        while (node.left != null) {
            node = node.left;
        }
        return node;
    }

    /** Joins {@code middle}'s entry with two trees whose heights differ by two at most. */
    private static Node balanced(Node middle, @Nullable Node left, @Nullable Node right) {
        int lean = height(left) - height(right);
        if (lean > 1 && left != null) {
            Node inner = left.right;
            if (inner != null && height(inner) > height(left.left)) {
                return inner.with(
                        left.with(left.left, inner.left), middle.with(inner.right, right));
            }
            return left.with(left.left, middle.with(inner, right));
        }
        if (lean < -1 && right != null) {
            Node inner = right.left;
            if (inner != null && height(inner) > height(right.right)) {
                return inner.with(
                        middle.with(left, inner.left), right.with(inner.right, right.right));
            }
            return right.with(middle.with(left, inner), right.right);
        }
        return middle.with(left, right);
    }

    private static int height(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    private static final class Node {
        private final byte[] key;
        private final Stored value;
        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int height;

        private Node(byte[] key, Stored value, @Nullable Node left, @Nullable Node right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
        }

        private Node with(@Nullable Node newLeft, @Nullable Node newRight) {
            return newLeft == left && newRight == right
                    ? this
                    : new Node(key, value, newLeft, newRight);
        }
    }

    /** A position in one tree; keeps the path to it. */
    static final class Walk implements Cursor {
        private final Deque<Node> path = new ArrayDeque<>();
        private final KeyLayout.Bounds bounds;
        private final boolean forward;

        private Walk(@Nullable Node root, KeyLayout.Bounds bounds, boolean forward) {
            this.bounds = bounds;
            this.forward = forward;
            Node node = bounds.isEmpty() ? null : root;
            while (node != null) {
                boolean ahead =
                        forward
                                ? Arrays.compareUnsigned(node.key, bounds.from()) >= 0
                                : Arrays.compareUnsigned(node.key, bounds.to()) < 0;
                if (ahead) {
                    path.push(node);
                }
                node = ahead == forward ? node.left : node.right;
            }
        }

        @Override
        public @Nullable Entry next() {
            Node node = path.peek();
            boolean inside =
                    node != null
                            && (forward
                                    ? Arrays.compareUnsigned(node.key, bounds.to()) < 0
                                    : Arrays.compareUnsigned(node.key, bounds.from()) >= 0);
            if (node == null || !inside) {
                return null;
            }
            path.pop();
            Node step = forward ? node.right : node.left;
            while (step != null) {
                path.push(step);
                step = forward ? step.left : step.right;
            }
            return new Entry(KeyLayout.decode(node.key), node.value);
        }

        @Override
        public void close() {
            path.clear();
        }
    }
}
