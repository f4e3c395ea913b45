package dev.tablewright.storage.rocksdb;

import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.KeyLayout;
import dev.tablewright.storage.StorageException;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * Walks a part of a snapshot. RocksDB knows both bounds, so that it does not look at what was
 * deleted beyond them.
 */
final class RocksCursor implements Cursor {
    private final Uses uses;
    private final boolean forward;
    private final Slice from;
    private final Slice to;
    private final ReadOptions reading;
    private final RocksIterator iterator;
    private boolean ended;
    private boolean closed;

    /** Takes over one use, and ends it when closed. */
    RocksCursor(
            RocksDB store, Uses uses, Snapshot snapshot, KeyLayout.Bounds bounds, boolean forward) {
        this.uses = uses;
        this.forward = forward;
        this.from = new Slice(bounds.from());
        this.to = new Slice(bounds.to());
        this.reading =
                new ReadOptions()
                        .setSnapshot(snapshot)
                        .setIterateLowerBound(from)
                        .setIterateUpperBound(to);
        this.iterator = store.newIterator(reading);
        this.ended = bounds.isEmpty();
        if (!ended && forward) {
            iterator.seekToFirst();
        } else if (!ended) {
            iterator.seekToLast();
        }
    }

    @Override
    public @Nullable Entry next() {
        if (ended) {
            return null;
        }
        if (!iterator.isValid()) {
            ended = true;
            checkStatus();
            return null;
        }
        Entry entry =
                new Entry(KeyLayout.decode(iterator.key()), RocksEngine.decode(iterator.value()));
        if (forward) {
            iterator.next();
        } else {
            iterator.prev();
        }
        return entry;
    }

    /** An iterator that failed looks like one at its end. */
    private void checkStatus() {
        try {
            iterator.status();
        } catch (RocksDBException failed) {
            throw new StorageException("entries cannot be read", failed);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ended = true;
            iterator.close();
            reading.close();
            from.close();
            to.close();
            uses.end();
        }
    }
}
