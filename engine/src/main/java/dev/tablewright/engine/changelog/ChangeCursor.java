package dev.tablewright.engine.changelog;

import dev.tablewright.engine.keyspace.LogKeys;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Walks several parts of a log as one, in the order of sequence numbers. */
final class ChangeCursor implements AutoCloseable {
    private final List<Cursor> cursors = new ArrayList<>();
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(
                    Comparator.comparingLong(head -> LogKeys.sequenceOf(head.entry().key())));

    /** What one part has next. */
    private record Head(Entry entry, Cursor from) {}

    ChangeCursor(ReadView view, long space, List<Integer> parts, long after, long upTo) {
        if (after >= upTo) {
            return;
        }
        for (int part : parts) {
            Cursor cursor = view.range(LogKeys.range(space, part, after, upTo));
            cursors.add(cursor);
            advance(cursor);
        }
    }

    private void advance(Cursor cursor) {
        Entry entry = cursor.next();
        if (entry != null) {
            heads.add(new Head(entry, cursor));
        }
    }

    /** Returns the next record's entry, or null at the end. */
    @Nullable Entry next() {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.from());
        return head.entry();
    }

    @Override
    public void close() {
        cursors.forEach(Cursor::close);
    }
}
