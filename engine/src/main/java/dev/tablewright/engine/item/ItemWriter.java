package dev.tablewright.engine.item;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.ReadView;

import java.util.List;

/** Applies one write to one item, with its index entries, in one commit. */
final class ItemWriter {
    private final Tables tables;
    private final CommitLoop commits;

    ItemWriter(Tables tables, CommitLoop commits) {
        this.tables = tables;
        this.commits = commits;
    }

    /**
     * Applies {@code write}.
     *
     * @throws DatabaseException.Throttled if other writers won too often; nothing was written
     */
    Written apply(TableRef ref, ItemWrite write) {
        return commits.run(
                        view -> propose(view, tables.require(ref), write),
                        _ -> new DatabaseException.Throttled("Too many writes to one item"))
                .getFirst();
    }

    private static Proposal<List<Written>> propose(ReadView view, Table table, ItemWrite write) {
        if (write instanceof ItemWrite.Check) {
            throw new IllegalArgumentException("a check belongs into a transaction");
        }
        return PlannedWrites.combine(
                view,
                List.of(PlannedWrite.plan(view, table, write)),
                _ ->
                        new DatabaseException.ItemCollectionTooLarge(
                                "Item collection size limit exceeded"));
    }
}
