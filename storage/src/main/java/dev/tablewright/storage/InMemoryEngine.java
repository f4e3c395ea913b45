package dev.tablewright.storage;

import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: obviously correct, one lock, copies the whole map for a view. For tests,
 * and as the model that other engines are compared with.
 */
public final class InMemoryEngine implements StorageEngine {
    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::space)
                    .thenComparing(Key::partition)
                    .thenComparing(Key::sort);

    private TreeMap<Key, Stored> cells = new TreeMap<>(ORDER);
    private long last;

    @Override
    public synchronized ReadView read() {
        return new View(new TreeMap<>(cells), new Version(last));
    }

    @Override
    public synchronized Commit.Result commit(Commit commit) {
        if (commit.sizeBytes() > MAX_COMMIT_BYTES) {
            throw new IllegalArgumentException("commit of " + commit.sizeBytes() + " bytes");
        }
        for (Check check : commit.checks()) {
            Stored now = cells.get(check.key());
            Version version = now == null ? null : now.version();
            if (!java.util.Objects.equals(version, check.seen())) {
                return new Commit.Result.Conflict(check);
            }
        }
        Version version = new Version(++last);
        for (Write write : commit.writes()) {
            switch (write) {
                case Write.Put(var key, var value) -> cells.put(key, new Stored(value, version));
                case Write.Delete(var key) -> cells.remove(key);
            }
        }
        return new Commit.Result.Committed(version);
    }

    @Override
    public synchronized void dropSpace(long space) {
        cells.keySet().removeIf(key -> key.space() == space);
    }

    @Override
    public void close() {}

    private record View(NavigableMap<Key, Stored> cells, Version version) implements ReadView {
        @Override
        public @Nullable Stored get(Key key) {
            return cells.get(key);
        }

        @Override
        public Cursor range(Range range) {
            NavigableMap<Key, Stored> ordered = range.forward() ? cells : cells.descendingMap();
            return cursor(
                    ordered.entrySet().stream()
                            .map(cell -> new Entry(cell.getKey(), cell.getValue()))
                            .filter(entry -> contains(range, entry.key())));
        }

        @Override
        public Cursor scan(long space, int segment, int segments, @Nullable Key after) {
            return cursor(
                    cells.entrySet().stream()
                            .map(cell -> new Entry(cell.getKey(), cell.getValue()))
                            .filter(entry -> entry.key().space() == space)
                            .filter(entry -> segmentOf(entry.key(), segments) == segment)
                            .filter(e -> after == null || ORDER.compare(e.key(), after) > 0));
        }

        private static boolean contains(Range range, Key key) {
            if (key.space() != range.space() || !key.partition().equals(range.partition())) {
                return false;
            }
            Bytes from = range.from();
            Bytes to = range.to();
            int fromOrder = from == null ? 1 : key.sort().compareTo(from);
            int toOrder = to == null ? -1 : key.sort().compareTo(to);
            return (range.fromExclusive() ? fromOrder > 0 : fromOrder >= 0)
                    && (range.toExclusive() ? toOrder < 0 : toOrder <= 0);
        }

        @Override
        public int segmentOf(Key key, int segments) {
            return Math.floorMod(key.partition().hashCode(), segments);
        }

        private static Cursor cursor(Stream<Entry> entries) {
            Iterator<Entry> iterator = entries.iterator();
            return new Cursor() {
                @Override
                public @Nullable Entry next() {
                    return iterator.hasNext() ? iterator.next() : null;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
