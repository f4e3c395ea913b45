package dev.tablewright.engine.item;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import java.util.ArrayList;
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
        return apply(ref, write, Origin.REQUEST);
    }

    /** As {@link #apply(TableRef, ItemWrite)}, for somebody else than a request. */
    Written apply(TableRef ref, ItemWrite write, Origin origin) {
        return applyTogether(ref, List.of(write), origin).getFirst();
    }

    /** Applies writes to different items, in one commit if they fit into one. */
    List<Written> applyAll(TableRef ref, List<ItemWrite> writes) {
        if (fitTogether(tables.require(ref), writes)) {
            return applyTogether(ref, writes, Origin.REQUEST);
        }
        return writes.stream().map(write -> apply(ref, write)).toList();
    }

    /** Each item may be copied whole into every index and into the log, as it is and as it was. */
    private static boolean fitTogether(Table table, List<ItemWrite> writes) {
        long copies = 2L * (2 + table.allIndexes().size());
        long bytes = 0;
        for (ItemWrite write : writes) {
            bytes += write instanceof ItemWrite.Put(var item, _) ? item.encoded().length : 0;
        }
        return bytes * copies <= StorageEngine.MAX_COMMIT_BYTES;
    }

    private List<Written> applyTogether(TableRef ref, List<ItemWrite> writes, Origin origin) {
        return commits.run(
                view -> propose(view, tables.require(ref), writes, origin),
                _ -> new DatabaseException.Throttled("Too many writes to one item"));
    }

    private static Proposal<List<Written>> propose(
            ReadView view, Table table, List<ItemWrite> writes, Origin origin) {
        List<PlannedWrite> plans = new ArrayList<>(writes.size());
        for (ItemWrite write : writes) {
            if (write instanceof ItemWrite.Check) {
                throw new IllegalArgumentException("a check belongs into a transaction");
            }
            plans.add(PlannedWrite.plan(view, table, write));
        }
        return PlannedWrites.combine(
                view,
                plans,
                origin,
                _ ->
                        new DatabaseException.ItemCollectionTooLarge(
                                "Item collection size limit exceeded"));
    }
}
