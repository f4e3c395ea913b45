package dev.tablewright.engine.item;

import dev.tablewright.engine.changelog.Change;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.ReadView;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts plans that were made on one view together into one commit. */
public final class PlannedWrites {
    /** Largest item collection of a table with local indexes: 10 GB. */
    static final long MAX_COLLECTION_BYTES = 10L << 30;

    private PlannedWrites() {}

    /**
     * Combines {@code plans}, each of a different item.
     *
     * @param origin who wants it, for the log of changes
     * @param tooLarge makes the exception for a plan whose item collection would grow beyond 10 GB
     * @return with one result per plan, in order
     */
    public static Proposal<List<Written>> combine(
            ReadView view,
            List<PlannedWrite> plans,
            Origin origin,
            Function<PlannedWrite, RuntimeException> tooLarge) {
        return combine(view, plans, origin, tooLarge, MAX_COLLECTION_BYTES);
    }

    /**
     * Combines copies of what other replicas have, each of a different item. An item collection may
     * grow beyond its limit by them: it was judged where they were written.
     */
    public static Proposal<List<Written>> combineCopies(ReadView view, List<PlannedWrite> plans) {
        return combine(view, plans, Origin.REPLICATION, PlannedWrites::unlimited, Long.MAX_VALUE);
    }

    private static IllegalStateException unlimited(PlannedWrite plan) {
        return new IllegalStateException("no collection of " + plan.table().ref() + " is limited");
    }

    static Proposal<List<Written>> combine(
            ReadView view,
            List<PlannedWrite> plans,
            Origin origin,
            Function<PlannedWrite, RuntimeException> tooLarge,
            long maxCollectionBytes) {
        Set<Check> checks = new LinkedHashSet<>();
        List<Write> writes = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        CollectionSizes sizes = new CollectionSizes(view);
        for (PlannedWrite plan : plans) {
            checks.add(new Check(Keyspace.table(plan.table().ref()), plan.table().version()));
            checks.add(plan.unchanged());
            writes.addAll(plan.writes());
            Change change = plan.change(origin);
            if (change != null) {
                changes.add(change);
            }
            sizes.add(plan);
            if (plan.growth() > 0 && sizes.size(plan) > maxCollectionBytes) {
                throw tooLarge.apply(plan);
            }
        }
        List<Check> allChecks = new ArrayList<>(checks);
        sizes.commitTo(allChecks, writes);
        List<Written> written = new ArrayList<>(plans.size());
        for (PlannedWrite plan : plans) {
            written.add(written(plan, sizes));
        }
        return new Proposal<>(written, allChecks, writes, changes);
    }

    private static Written written(PlannedWrite plan, CollectionSizes sizes) {
        return new Written(
                plan.before(),
                plan.after(),
                plan.consumed(),
                CollectionSizes.counts(plan) ? partitionKey(plan) : null,
                sizes.size(plan));
    }

    private static @Nullable AttributeValue partitionKey(PlannedWrite plan) {
        return plan.key().get(plan.table().definition().key().hash().getFirst());
    }
}
