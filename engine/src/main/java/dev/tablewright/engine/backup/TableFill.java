package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.item.PlannedWrite;
import dev.tablewright.engine.item.PlannedWrites;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts items into a table that is being restored, and so has neither stream nor log, with their
 * index entries and with how far it got, all in one commit: so after a crash nothing is put twice,
 * and nothing is left out.
 */
final class TableFill {
    /** Items of one commit; with up to 25 indexes a commit stays well below what is allowed. */
    static final int COMMIT_BYTES = 1 << 20;

    private final StorageEngine storage;
    private final Catalog catalog;

    TableFill(StorageEngine storage, Catalog catalog) {
        this.storage = storage;
        this.catalog = catalog;
    }

    /**
     * Puts {@code items}, none of which the table has.
     *
     * @param progress committed with them
     */
    void put(Table restoring, List<Item> items, Commit.Write progress) {
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

    private static IllegalStateException tooLarge(PlannedWrite plan) {
        return new IllegalStateException(
                "an item collection of " + plan.table().ref() + " is too large");
    }
}
