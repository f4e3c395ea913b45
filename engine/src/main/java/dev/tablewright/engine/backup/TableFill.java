package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.item.PlannedWrite;
import dev.tablewright.engine.item.PlannedWrites;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts items into a table that is being restored or imported, and so has neither stream nor log,
 * and with them their index entries and how far it got.
 *
 * <p>Most tables are loaded: past the commits, in large steps. After a crash the last step is put
 * once more, as it was. Where the sizes of item collections are counted that would count twice; so
 * a table with local indexes takes small steps, each of them one commit.
 */
final class TableFill {
    /** Items of one commit; with up to 25 indexes a commit stays well below what is allowed. */
    static final int COMMIT_BYTES = 1 << 20;

    /** Items of one step that is loaded. */
    private static final int LOAD_BYTES = 32 << 20;

    /** Index entries of one commit. */
    private static final int ENTRY_BYTES = 8 << 20;

    private final StorageEngine storage;
    private final Catalog catalog;

    TableFill(StorageEngine storage, Catalog catalog) {
        this.storage = storage;
        this.catalog = catalog;
    }

    /** Whether a table is loaded, in large steps. */
    boolean loads(Table table) {
        return table.indexes().stream()
                .noneMatch(index -> index.definition().kind() == IndexDefinition.Kind.LOCAL);
    }

    /** Returns the size of items at which a step ends. */
    int stepBytes(Table table) {
        return loads(table) ? LOAD_BYTES : COMMIT_BYTES;
    }

    /**
     * Puts {@code items}, none of which the table has, or all of which it has from this same call
     * before a crash.
     *
     * @param progress is committed with them, or behind them
     */
    void put(Table restoring, List<Item> items, Commit.Write progress) {
        if (loads(restoring)) {
            load(restoring, items, progress);
        } else {
            commit(restoring, items, progress);
        }
    }

    private void load(Table table, List<Item> items, Commit.Write progress) {
        List<Commit.Write.Put> rows = new ArrayList<>(items.size());
        List<Commit.Write> entries = new ArrayList<>();
        long bytes = 0;
        for (Item item : items) {
            for (Commit.Write write : PlannedWrite.insertion(table, item).writes()) {
                if (write instanceof Commit.Write.Put row && row.key().space() == table.space()) {
                    rows.add(row);
                } else {
                    entries.add(write);
                    bytes += write.sizeBytes();
                }
            }
            if (bytes >= ENTRY_BYTES) {
                commit(entries);
                entries.clear();
                bytes = 0;
            }
        }
        storage.load(rows);
        entries.add(progress);
        commit(entries);
    }

    private void commit(List<Commit.Write> writes) {
        if (storage.commit(new Commit(List.of(), writes)) instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("writes without checks met a conflict");
        }
    }

    private void commit(Table restoring, List<Item> items, Commit.Write progress) {
        while (true) {
            Table table = catalog.describe(restoring.ref());
            try (ReadView view = storage.read()) {
                List<PlannedWrite> plans =
                        items.stream().map(item -> PlannedWrite.insertion(table, item)).toList();
                Proposal<List<Written>> proposal =
                        PlannedWrites.combine(view, plans, Origin.REQUEST, TableFill::tooLarge);
                List<Commit.Write> writes = new ArrayList<>(proposal.writes());
                writes.add(progress);
                switch (storage.commit(new Commit(proposal.checks(), writes))) {
                    case Commit.Result.Committed _ -> {
                        return;
                    }
                    case Commit.Result.Conflict(var failed) -> requireTableMoved(table, failed);
                }
            }
        }
    }

    /** Somebody may tag the table meanwhile; nobody may write into it. */
    private static void requireTableMoved(Table table, Commit.Check failed) {
        if (failed.key().space() == table.space()) {
            throw new IllegalStateException("an item of " + table.ref() + " is there already");
        }
    }

    static IllegalStateException tooLarge(PlannedWrite plan) {
        return new IllegalStateException(
                "an item collection of " + plan.table().ref() + " is too large");
    }
}
