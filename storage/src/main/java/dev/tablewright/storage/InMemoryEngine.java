package dev.tablewright.storage;

import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keeps everything in memory and nothing after {@link #close}: for servers that should forget, and
 * for tests.
 *
 * <p>The state is one immutable tree. Opening a view is reading a field; a commit replaces the tree
 * under a lock, in time that grows with the logarithm of the number of entries.
 */
public final class InMemoryEngine implements StorageEngine {
    private volatile State state = new State(PersistentTree.EMPTY, 0);

    /** Creates an empty engine. */
    public InMemoryEngine() {}

    @Override
    public ReadView read() {
        State now = state;
        return new View(now.tree(), new Version(now.last()));
    }

    @Override
    public Commit.Result commit(Commit commit) {
        if (commit.sizeBytes() > MAX_COMMIT_BYTES) {
            throw new IllegalArgumentException("commit of " + commit.sizeBytes() + " bytes");
        }
        List<byte[]> keys = new ArrayList<>(commit.writes().size());
        for (Write write : commit.writes()) {
            keys.add(KeyLayout.encode(write.key()));
        }
        return apply(commit, keys);
    }

    private synchronized Commit.Result apply(Commit commit, List<byte[]> keys) {
        State before = state;
        for (Check check : commit.checks()) {
            Stored now = before.tree().get(KeyLayout.encode(check.key()));
            if (!Objects.equals(now == null ? null : now.version(), check.seen())) {
                return new Commit.Result.Conflict(check);
            }
        }
        Version version = new Version(before.last() + 1);
        PersistentTree tree = before.tree();
        for (int i = 0; i < keys.size(); i++) {
            tree =
                    switch (commit.writes().get(i)) {
                        case Write.Put(_, var value) ->
                                tree.put(keys.get(i), new Stored(value, version));
                        case Write.Delete _ -> tree.remove(keys.get(i));
                    };
        }
        state = new State(tree, version.number());
        return new Commit.Result.Committed(version);
    }

    @Override
    public synchronized void dropSpace(long space) {
        State before = state;
        PersistentTree tree = before.tree();
        try (Cursor entries = tree.walk(KeyLayout.bounds(space), true)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                tree = tree.remove(KeyLayout.encode(entry.key()));
            }
        }
        state = new State(tree, before.last());
    }

    @Override
    public void close() {
        state = new State(PersistentTree.EMPTY, state.last());
    }

    private record State(PersistentTree tree, long last) {}

    private record View(PersistentTree tree, Version version) implements ReadView {
        @Override
        public @Nullable Stored get(Key key) {
            return tree.get(KeyLayout.encode(key));
        }

        @Override
        public Cursor range(Range range) {
            return tree.walk(KeyLayout.bounds(range), range.forward());
        }

        @Override
        public Cursor scan(long space, int segment, int segments, @Nullable Key after) {
            KeyLayout.Bounds bounds = KeyLayout.bounds(space, segment, segments);
            return tree.walk(after == null ? bounds : bounds.after(after), true);
        }

        @Override
        public int segmentOf(Key key, int segments) {
            return KeyLayout.segmentOf(key.partition(), segments);
        }

        @Override
        public void close() {}
    }
}
