package dev.tablewright.engine.query;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads one page: what Query and Scan have in common.
 *
 * <p>A page ends with the item that reaches the limit or the size, and then names that item's key,
 * even when nothing follows; it ends without a key only where the walk ends by itself.
 */
final class PageReader {
    /** A page ends with the item that brings what was looked at to this many bytes: 1 MB. */
    static final long PAGE_BYTES = 1 << 20;

    private final ReadView view;
    private final ReadSource source;
    private final Selection selection;
    private final boolean consistent;

    private final List<Item> items = new ArrayList<>();
    private int count;
    private int scanned;
    private long pageBytes;
    private long sourceBytes;
    private Units fetched = Units.NONE;

    PageReader(ReadView view, ReadSource source, Selection selection, boolean consistent) {
        this.view = view;
        this.source = source;
        this.selection = selection;
        this.consistent = consistent;
    }

    /**
     * Reads from {@code cursor}.
     *
     * @param limit most items to look at; null for none
     */
    Page read(Cursor cursor, @Nullable Integer limit) {
        int most = limit == null ? Integer.MAX_VALUE : limit;
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            if (source.index() != null && !ItemKeys.isEntry(entry.key())) {
                continue;
            }
            Item found = Item.wrap(entry.stored().value().array());
            look(found);
            if (scanned == most || pageBytes >= PAGE_BYTES) {
                return page(found.only(source.startKeyAttributes()));
            }
        }
        return page(null);
    }

    private void look(Item found) {
        scanned++;
        sourceBytes += found.sizeBytes();
        Item item = selection.fromTable() ? fetch(found) : found;
        pageBytes += item.sizeBytes();
        if (!selection.accepts(item)) {
            return;
        }
        count++;
        if (!selection.countOnly()) {
            items.add(selection.shape(item));
        }
    }

    /** Each item that completes an index entry is billed by itself. */
    private Item fetch(Item entry) {
        Stored stored = view.get(ItemKeys.item(source.table(), entry));
        // Entry and item are written by the same commit, and the view shows whole commits.
        Item item = Item.wrap(Objects.requireNonNull(stored).value().array());
        fetched = fetched.plus(Units.reading(item.sizeBytes(), consistent));
        return item;
    }

    private Page page(@Nullable Item last) {
        return new Page(items, count, scanned, last, consumed());
    }

    private ConsumedCapacity consumed() {
        Units units = Units.reading(sourceBytes, consistent);
        String index = source.indexName();
        if (index == null) {
            return ConsumedCapacity.onTable(source.table().ref(), units);
        }
        Map<String, Units> onIndex = Map.of(index, units);
        return source.isGlobalIndex()
                ? new ConsumedCapacity(source.table().ref(), fetched, Map.of(), onIndex)
                : new ConsumedCapacity(source.table().ref(), fetched, onIndex, Map.of());
    }
}
