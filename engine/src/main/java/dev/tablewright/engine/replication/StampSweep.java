package dev.tablewright.engine.replication;

import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Rounds;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Stamp;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.item.GuardedWrites;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Removes stamps that nothing can lose against any more: whatever the other replicas still have to
 * send is later. Also the stamps of items that are gone, so deletions leave nothing behind.
 *
 * <p>Not while a replica is being made: it is sent changes again that its source has already.
 */
final class StampSweep {
    private static final long FAR_BEHIND = SequenceClock.lengthOf(Duration.ofHours(1));

    private final StorageEngine storage;
    private final Inbound inbound;
    private final int chunk;
    private final Rounds<Key> rounds = new Rounds<>();

    /** What has been delivered to a replica by the others of its table. */
    interface Inbound {
        /** Whether the stamps of a replica may go. */
        boolean isSettled(Table replica);

        /** The number up to which everything was delivered. */
        long delivered(Table replica);

        /** The same, as far as it is written down. */
        long kept(Table replica);

        /** Writes down how far everything was delivered. */
        void keep(Table replica);
    }

    StampSweep(StorageEngine storage, Inbound inbound, int chunk) {
        this.storage = storage;
        this.inbound = inbound;
        this.chunk = chunk;
    }

    /**
     * Looks at the next stamps of every replica whose turn it is.
     *
     * @return whether there is more to look at at once
     */
    boolean runOnce(List<Table> replicas, Instant now) {
        if (!rounds.open(now)) {
            return false;
        }
        rounds.keepOnly(replicas.stream().map(StampSweep::stamps).collect(Collectors.toSet()));
        boolean more = false;
        for (Table replica : replicas) {
            if (rounds.due(stamps(replica), now) && inbound.isSettled(replica)) {
                more |= sweep(replica, now);
            }
        }
        return rounds.close(more, now);
    }

    private static Long stamps(Table replica) {
        Replication part = Objects.requireNonNull(replica.replication());
        return part.stamps();
    }

    private boolean sweep(Table replica, Instant now) {
        long stamps = stamps(replica);
        long delivered = inbound.delivered(replica);
        GuardedWrites removals = new GuardedWrites();
        @Nullable Key last = rounds.position(stamps);
        int looked = 0;
        boolean ended = false;
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(stamps, 0, 1, last)) {
            while (looked < chunk) {
                Entry entry = cursor.next();
                if (entry == null) {
                    ended = true;
                    break;
                }
                looked++;
                last = entry.key();
                if (Stamp.decode(entry.stored()) <= delivered) {
                    removals.add(last, entry.stored(), new Write.Delete(last));
                }
            }
        }
        // What is written down is where sending goes on after a crash: it must not be behind what
        // was removed, and not far behind at all, or the others' logs grow.
        if (removals.sizeBytes() > 0 || delivered - inbound.kept(replica) > FAR_BEHIND) {
            inbound.keep(replica);
        }
        removals.commitTo(storage);
        return rounds.advance(stamps, looked, ended ? null : last, now);
    }
}
