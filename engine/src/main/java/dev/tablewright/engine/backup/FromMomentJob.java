package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import java.util.List;

/**
 * Puts the items into a table that another had at a moment.
 *
 * <p>What an item was at the moment does not depend on when one looks. So after a crash the job
 * goes on with another view: it walks the log anew, as far as that has grown, and then on from
 * where it was.
 */
final class FromMomentJob implements RestoreJob {
    private final StorageEngine storage;
    private final PastItems past;
    private final TableFill fill;
    private final ReadAhead<PastItems.Page> ahead = new ReadAhead<>();
    private RestoreRecord record;

    /** Begins, or goes on from where {@code record} says. */
    FromMomentJob(RestoreRecord record, PastItems past, StorageEngine storage, TableFill fill) {
        this.record = record;
        this.past = past;
        this.storage = storage;
        this.fill = fill;
    }

    @Override
    public RestoreRecord record() {
        return record;
    }

    @Override
    public boolean step(Table target) {
        if (past.walking()) {
            past.walk();
        } else if (!PastItems.ended(record.position())) {
            int bytes = fill.stepBytes(target);
            Position from = record.position();
            PastItems.Page page = ahead.take(from, () -> past.page(from, bytes));
            if (!PastItems.ended(page.reached())) {
                ahead.begin(page.reached(), () -> past.page(page.reached(), bytes));
            }
            RestoreRecord next = record.at(page.reached());
            fill.put(
                    target,
                    page.again() ? missing(target, page.items()) : page.items(),
                    next.put());
            record = next;
        }
        return !past.walking() && PastItems.ended(record.position());
    }

    private List<Item> missing(Table target, List<Item> items) {
        try (ReadView now = storage.read()) {
            return items.stream()
                    .filter(item -> now.get(ItemKeys.item(target, item)) == null)
                    .toList();
        }
    }

    @Override
    public void close() {
        ahead.close();
        past.close();
    }
}
