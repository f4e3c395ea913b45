package dev.tablewright.storage.rocksdb;

import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.KeyLayout;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/** A snapshot of the store. */
final class RocksView implements ReadView {
    private final RocksDB store;
    private final Uses uses;
    private final Version version;
    private final Snapshot snapshot;
    private final ReadOptions reading;
    private boolean closed;

    /** Takes over one use, and ends it when closed. */
    RocksView(RocksDB store, Uses uses, Version version) {
        this.store = store;
        this.uses = uses;
        this.version = version;
        this.snapshot = store.getSnapshot();
        this.reading = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public Version version() {
        return version;
    }

    @Override
    public @Nullable Stored get(Key key) {
        return RocksEngine.get(store, reading, KeyLayout.encode(key));
    }

    @Override
    public Cursor range(Range range) {
        return cursor(KeyLayout.bounds(range), range.forward());
    }

    @Override
    public Cursor scan(long space, int segment, int segments, @Nullable Key after) {
        KeyLayout.Bounds bounds = KeyLayout.bounds(space, segment, segments);
        return cursor(after == null ? bounds : bounds.after(after), true);
    }

    private Cursor cursor(KeyLayout.Bounds bounds, boolean forward) {
        uses.begin();
        return new RocksCursor(store, uses, snapshot, bounds, forward);
    }

    @Override
    public int segmentOf(Key key, int segments) {
        return KeyLayout.segmentOf(key.partition(), segments);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            reading.close();
            store.releaseSnapshot(snapshot);
            uses.end();
        }
    }
}
