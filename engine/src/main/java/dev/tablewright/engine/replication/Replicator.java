package dev.tablewright.engine.replication;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.Change.Stamp;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeLog.Limit;
import dev.tablewright.engine.changelog.ChangeLog.Page;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends the changes of every replica to the others of its table, and fills new replicas.
 *
 * <p>Each replica reads its own log and sends what was written there itself; what came from another
 * replica, that one sends. Delivery is at least once, and the later change of an item wins, so it
 * does not matter in which order changes arrive, how often, or how late. {@link #runOnce} is for
 * use by one thread.
 */
public final class Replicator {
    private static final long PAGE_BYTES = 1 << 20;

    private final StorageEngine storage;
    private final Catalog catalog;
    private final ChangeLog log;
    private final CopyWriter copies;
    private final StampSweep sweep;
    private final int chunk;
    private final Map<Pair, Route> routes = new ConcurrentHashMap<>();
    private final Map<Long, Filling> fillings = new HashMap<>();

    /** The replicas when nothing was left to do, and up to which number that was so. */
    private List<Table> atRest = List.of();

    private long restingUpTo;

    /** Something could not be delivered, and is to be tried again. */
    private boolean heldUp;

    private record Pair(long from, long to) {}

    /** How far a new replica is filled: with items, or already with deletions. */
    private record Filling(boolean deletions, @Nullable Key after) {
        static final Filling START = new Filling(false, null);
    }

    /**
     * Creates the task.
     *
     * @param chunk most changes or items to look at in one step of one replica
     */
    public Replicator(
            StorageEngine storage, Catalog catalog, ChangeLog log, CommitLoop commits, int chunk) {
        this.storage = storage;
        this.catalog = catalog;
        this.log = log;
        this.copies = new CopyWriter(catalog, commits);
        this.sweep = new StampSweep(storage, new Inbound(), chunk);
        this.chunk = chunk;
    }

    /**
     * Sends the next changes of each replica to each other, copies the next items into new ones,
     * and lets those go that have nothing left to send.
     *
     * @return whether there is more to do at once
     */
    public boolean runOnce(Instant now) {
        List<Table> replicas = catalog.replicas();
        if (replicas.isEmpty()) {
            return false;
        }
        boolean more = !isAtRest(replicas) && step(replicas);
        return sweep.runOnce(replicas, now) || more;
    }

    private boolean isAtRest(List<Table> replicas) {
        return replicas.equals(atRest) && log.lastToSend() <= restingUpTo;
    }

    private boolean step(List<Table> replicas) {
        routes.keySet().removeIf(pair -> replicas.stream().noneMatch(t -> t.space() == pair.from));
        long reached = Long.MAX_VALUE;
        boolean more = false;
        heldUp = false;
        for (Table from : replicas) {
            for (Table to : catalog.otherReplicas(from)) {
                if (takesChanges(to)) {
                    more |= send(from, to);
                    reached = Math.min(reached, route(from, to).reached());
                }
            }
        }
        for (Table replica : replicas) {
            more |= isBeingFilled(replica) && fill(replica);
            if (replica.isLeavingReplicas()) {
                more |= leave(replica);
            }
        }
        boolean rests = !more && !heldUp && replicas.stream().noneMatch(Replicator::isUnderWay);
        atRest = rests ? replicas : List.of();
        restingUpTo = reached;
        return more;
    }

    private static boolean isUnderWay(Table table) {
        return table.isLeavingReplicas() || isBeingFilled(table);
    }

    private static boolean takesChanges(Table table) {
        return !table.isLeavingReplicas() && table.replication() != null;
    }

    private static boolean isBeingFilled(Table table) {
        Replication part = table.replication();
        return part != null && part.filledFrom() != null;
    }

    private Route route(Table from, Table to) {
        return routes.computeIfAbsent(
                new Pair(from.space(), to.space()), pair -> new Route(kept(pair)));
    }

    private long kept(Pair pair) {
        try (ReadView view = storage.read()) {
            Stored stored = view.get(Keyspace.replicated(pair.from, pair.to));
            return stored == null ? 0 : Keyspace.readSpace(stored.value());
        }
    }

    /** Delivers the next page; returns whether there was anything to look at. */
    private boolean send(Table from, Table to) {
        Route route = route(from, to);
        Page page =
                log.read(
                        from.space(),
                        ChangeLog.ALL_PARTS,
                        route.reached(),
                        Long.MAX_VALUE,
                        new Limit(chunk, PAGE_BYTES, false));
        List<Copy> news = news(page.records(), to);
        if (news.isEmpty()) {
            route.passed(page.reached());
        } else if (copies.write(to, news, progress(from, to, page.reached()))) {
            route.delivered(page.reached());
        } else {
            heldUp = true;
            return false;
        }
        return !page.records().isEmpty();
    }

    /** The last change of each item that was made in this replica itself. */
    private static List<Copy> news(List<ChangeRecord> records, Table to) {
        Map<Key, Copy> last = new LinkedHashMap<>();
        for (ChangeRecord record : records) {
            if (record.origin() != Origin.REPLICATION) {
                Key at = ItemKeys.item(to, record.either());
                last.put(at, new Copy(at, record.after(), record.sequence()));
            }
        }
        return List.copyOf(last.values());
    }

    private static Write progress(Table from, Table to, long reached) {
        return new Write.Put(
                Keyspace.replicated(from.space(), to.space()), Keyspace.writeSpace(reached));
    }

    /**
     * Copies the next items, and then what is known of items that are gone: a deletion shows in no
     * item, and has to win against an earlier change that is still on its way.
     *
     * @return whether that was possible
     */
    private boolean fill(Table replica) {
        Table source = source(replica);
        if (source == null) {
            return false;
        }
        Filling filling = fillings.getOrDefault(replica.space(), Filling.START);
        List<Copy> found = new ArrayList<>();
        Key last =
                filling.deletions()
                        ? readDeletions(source, replica, filling.after(), found)
                        : readItems(source, replica, filling.after(), found);
        if (!found.isEmpty() && !copies.write(replica, found, null)) {
            return false;
        }
        if (last == null && filling.deletions()) {
            fillings.remove(replica.space());
            catalog.filled(replica);
        } else {
            fillings.put(replica.space(), new Filling(filling.deletions() || last == null, last));
        }
        return true;
    }

    private @Nullable Table source(Table replica) {
        Replication part = replica.replication();
        return catalog.otherReplicas(replica).stream()
                .filter(other -> part != null && other.ref().region().equals(part.filledFrom()))
                .findFirst()
                .orElse(null);
    }

    /** Reads a page of items with their stamps; returns where it ended, null at the end of all. */
    private @Nullable Key readItems(
            Table source, Table replica, @Nullable Key after, List<Copy> into) {
        long stamps = stamps(source);
        Key last = after;
        long bytes = 0;
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(source.space(), 0, 1, after)) {
            while (into.size() < chunk && bytes < PAGE_BYTES) {
                Entry entry = cursor.next();
                if (entry == null) {
                    return null;
                }
                last = entry.key();
                Item item = Item.wrap(entry.stored().value().array());
                Stored stamp = view.get(Keyspace.stamp(stamps, last));
                into.add(new Copy(in(replica, last), item, Stamp.decode(stamp)));
                bytes += entry.stored().value().length();
            }
        }
        return last;
    }

    /** Reads a page of stamps that have no item; returns where it ended, null at the end of all. */
    private @Nullable Key readDeletions(
            Table source, Table replica, @Nullable Key after, List<Copy> into) {
        Key last = after;
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(stamps(source), 0, 1, after)) {
            for (int looked = 0; looked < chunk; looked++) {
                Entry entry = cursor.next();
                if (entry == null) {
                    return null;
                }
                last = entry.key();
                if (view.get(in(source, last)) == null) {
                    into.add(new Copy(in(replica, last), null, Stamp.decode(entry.stored())));
                }
            }
        }
        return last;
    }

    private static long stamps(Table table) {
        return Objects.requireNonNull(table.replication()).stamps();
    }

    /** Where {@code table} keeps the item whose key is that of {@code key}. */
    private static Key in(Table table, Key key) {
        return new Key(table.space(), key.partition(), key.sort());
    }

    /** Lets a replica go once the others have all that was written in it; true when it went. */
    private boolean leave(Table going) {
        // In this order: what comes behind this number was written after it was told to leave, or
        // nothing does, as the table goes too.
        long last = log.newest();
        if (log.settled() < last) {
            return false;
        }
        for (Table to : catalog.otherReplicas(going)) {
            while (takesChanges(to) && route(going, to).reached() < last) {
                long before = route(going, to).reached();
                var _ = send(going, to);
                if (route(going, to).reached() == before) {
                    return false;
                }
            }
        }
        catalog.leave(going);
        return true;
    }

    /** What has been delivered to a replica. */
    private final class Inbound implements StampSweep.Inbound {
        /** Whether a replica and all others of its table are past their beginning and stay. */
        @Override
        public boolean isSettled(Table replica) {
            return replica.usable()
                    && catalog.otherReplicas(replica).stream().allMatch(Table::usable);
        }

        @Override
        public long delivered(Table replica) {
            long least = Long.MAX_VALUE;
            for (Table from : catalog.otherReplicas(replica)) {
                least = Math.min(least, route(from, replica).reached());
            }
            return least;
        }

        @Override
        public long kept(Table replica) {
            long least = Long.MAX_VALUE;
            for (Table from : catalog.otherReplicas(replica)) {
                least = Math.min(least, route(from, replica).kept());
            }
            return least;
        }

        @Override
        public void keep(Table replica) {
            List<Write> writes = new ArrayList<>();
            List<Route> written = new ArrayList<>();
            for (Table from : catalog.otherReplicas(replica)) {
                Route route = route(from, replica);
                if (route.kept() < route.reached()) {
                    writes.add(progress(from, replica, route.reached()));
                    written.add(route);
                }
            }
            if (!writes.isEmpty()) {
                storage.commit(new Commit(List.of(), writes));
                written.forEach(route -> route.delivered(route.reached()));
            }
        }
    }

    /**
     * Returns the number behind which the changes of {@code table} are still needed: not yet
     * delivered everywhere, or not known to be after a crash.
     */
    public long neededAfter(Table table) {
        long least = Long.MAX_VALUE - 1;
        for (Table to : catalog.otherReplicas(table)) {
            least = Math.min(least, route(table, to).kept());
        }
        return least;
    }
}
