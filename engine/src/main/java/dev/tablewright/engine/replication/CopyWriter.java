package dev.tablewright.engine.replication;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.Change.Stamp;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.item.PlannedWrite;
import dev.tablewright.engine.item.PlannedWrites;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Writes copies into a replica: the later change of an item wins, wherever it was made. Writing the
 * same copy again changes nothing.
 */
final class CopyWriter {
    private final Catalog catalog;
    private final CommitLoop commits;

    CopyWriter(Catalog catalog, CommitLoop commits) {
        this.catalog = catalog;
        this.commits = commits;
    }

    /**
     * Writes {@code copies}, each of another item, in one commit.
     *
     * @param progress goes with them; null for none
     * @return false if the replica is not there any more, or too many others write these items
     */
    boolean write(Table replica, List<Copy> copies, @Nullable Write progress) {
        try {
            return commits.run(view -> propose(view, replica, copies, progress), this::busy);
        } catch (DatabaseException.Throttled contended) {
            return copies.size() > 1 && writeSingly(replica, copies, progress);
        }
    }

    private boolean writeSingly(Table replica, List<Copy> copies, @Nullable Write progress) {
        for (Copy copy : copies) {
            if (!write(replica, List.of(copy), null)) {
                return false;
            }
        }
        return progress == null || write(replica, List.of(), progress);
    }

    private DatabaseException busy(Check failed) {
        return new DatabaseException.Throttled("Too many writers of " + failed.key());
    }

    private Proposal<Boolean> propose(
            ReadView view, Table replica, List<Copy> copies, @Nullable Write progress) {
        Table table = catalog.find(replica.ref());
        Replication part = table == null ? null : table.replication();
        if (table == null || part == null || table.space() != replica.space()) {
            return Proposal.ofNothing(false);
        }
        List<Check> checks = new ArrayList<>();
        List<PlannedWrite> plans = new ArrayList<>();
        List<Change> gone = new ArrayList<>();
        for (Copy copy : copies) {
            Key stampedAt = Keyspace.stamp(part.stamps(), copy.at());
            Stored stamp = view.get(stampedAt);
            Stored present = view.get(copy.at());
            if (!isNews(copy, present, stamp)) {
                continue;
            }
            checks.add(Check.unchanged(stampedAt, stamp));
            if (copy.item() == null && present == null) {
                checks.add(Check.absent(copy.at()));
                gone.add(gone(copy, part));
            } else {
                plans.add(
                        PlannedWrite.copy(table, copy.at(), present, copy.item(), copy.written()));
            }
        }
        Proposal<List<Written>> combined = PlannedWrites.combineCopies(view, plans);
        checks.add(new Check(Keyspace.table(table.ref()), table.version()));
        checks.addAll(combined.checks());
        List<Write> writes = new ArrayList<>(combined.writes());
        if (progress != null) {
            writes.add(progress);
        }
        gone.addAll(combined.changes());
        return new Proposal<>(true, List.copyOf(new LinkedHashSet<>(checks)), writes, gone);
    }

    /** Nothing changes here, but an earlier change that still comes must not bring it back. */
    private static Change gone(Copy copy, Replication part) {
        return new Change(
                copy.at(),
                null,
                null,
                false,
                Origin.REPLICATION,
                false,
                new Stamp(part.stamps(), copy.written()));
    }

    /** What is from before there were replicas only fills a place that nobody has written to. */
    private static boolean isNews(Copy copy, @Nullable Stored present, @Nullable Stored stamp) {
        if (copy.written() == 0) {
            return stamp == null && present == null;
        }
        return Stamp.decode(stamp) < copy.written();
    }
}
