package dev.tablewright.engine.backup;

import dev.tablewright.model.Item;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;

import org.jspecify.annotations.Nullable;

/** Walks through the items of a table as one view shows them, a page at a time. */
final class ItemPages {
    private final ReadView view;
    private final long space;
    private final long pageBytes;
    private @Nullable Key after;
    private long bytes;
    private boolean ended;

    /**
     * Starts at the first item.
     *
     * @param pageBytes a page ends with the item that brings it to this size
     */
    ItemPages(ReadView view, long space, long pageBytes) {
        this.view = view;
        this.space = space;
        this.pageBytes = pageBytes;
    }

    /** Uses the items of a page. */
    @FunctionalInterface
    interface Use<X extends Exception> {
        /** Takes the page's items, in their order, until there are no more. */
        void with(ExportWriter.Items items) throws X;
    }

    /** Hands out the next page. One that was not used up without a failure is handed out again. */
    <X extends Exception> void next(Use<X> use) throws X {
        try (Cursor cursor = view.scan(space, 0, 1, after)) {
            Page page = new Page(cursor);
            use.with(page);
            after = page.last;
            bytes += page.size;
            ended = page.ended;
        }
    }

    /** Whether every item was handed out. */
    boolean ended() {
        return ended;
    }

    /** Size of all items handed out so far. */
    long bytes() {
        return bytes;
    }

    private final class Page implements ExportWriter.Items {
        private final Cursor cursor;
        private @Nullable Key last = after;
        private long size;
        private boolean ended;

        Page(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public @Nullable Item next() {
            if (size >= pageBytes) {
                return null;
            }
            Entry entry = cursor.next();
            if (entry == null) {
                ended = true;
                return null;
            }
            last = entry.key();
            Item item = Item.wrap(entry.stored().value().array());
            size += item.sizeBytes();
            return item;
        }
    }
}
