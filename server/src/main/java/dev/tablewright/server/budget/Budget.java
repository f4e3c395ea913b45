package dev.tablewright.server.budget;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What is left of one environment's quota. Safe for use by many threads. */
final class Budget {
    /** The bytes in the store are looked up at most this often. */
    private static final Duration BYTES_GRAIN = Duration.ofSeconds(1);

    private final EnvironmentQuota quota;
    private final @Nullable Bucket reads;
    private final @Nullable Bucket writes;
    private final LongAdder refused = new LongAdder();

    /** Guarded by this: tables that a call is working on. */
    private final Set<TableRef> atWork = new HashSet<>();

    private volatile @Nullable Stored stored;

    private record Stored(long bytes, Instant at) {}

    Budget(EnvironmentQuota quota, Instant now) {
        this.quota = quota;
        this.reads = quota.readUnits() == null ? null : new Bucket(quota.readUnits(), now);
        this.writes = quota.writeUnits() == null ? null : new Bucket(quota.writeUnits(), now);
    }

    EnvironmentQuota quota() {
        return quota;
    }

    long refused() {
        return refused.sum();
    }

    void requireReadUnits(Instant now) {
        requireUnits(reads, "read", quota.readUnits(), now);
    }

    void requireWriteUnits(Instant now) {
        requireUnits(writes, "write", quota.writeUnits(), now);
    }

    private void requireUnits(
            @Nullable Bucket bucket, String kind, @Nullable Long limit, Instant now) {
        if (bucket != null && !bucket.admits(now)) {
            refused.increment();
            throw new DatabaseException.ThroughputExceeded(
                    "The level of configured throughput for the environment "
                            + quota.environment()
                            + " was exceeded: "
                            + limit
                            + " "
                            + kind
                            + " units a second. Retry after a pause, or raise the environment's"
                            + " quota.");
        }
    }

    void charge(ConsumedCapacity consumed) {
        ConsumedCapacity.Units units = consumed.total();
        charge(units.read(), units.write());
    }

    void charge(double read, double write) {
        if (reads != null) {
            reads.charge(read);
        }
        if (writes != null) {
            writes.charge(write);
        }
    }

    /**
     * Checks the room for more data.
     *
     * @param count finds the bytes that are stored; takes some time
     */
    void requireBytes(Instant now, LongSupplier count) {
        Long limit = quota.storedBytes();
        if (limit == null) {
            return;
        }
        Stored known = stored;
        if (known == null || !now.isBefore(known.at().plus(BYTES_GRAIN))) {
            known = new Stored(count.getAsLong(), now);
            stored = known;
        }
        if (known.bytes() >= limit) {
            throw exceeded("There is a limit of " + limit + " bytes of stored data for");
        }
    }

    void requireTable(long present) {
        Long limit = quota.tables();
        if (limit != null && present >= limit) {
            throw exceeded("There is a limit of " + limit + " tables for");
        }
    }

    /**
     * Begins a change of a table; {@link #end} ends it.
     *
     * @param busy tables of the environment that are being created, changed or deleted
     */
    synchronized void begin(TableRef table, Set<TableRef> busy) {
        Long limit = quota.controlPlaneOperations();
        Set<TableRef> all = new HashSet<>(busy);
        all.addAll(atWork);
        if (limit != null && !all.contains(table) && all.size() >= limit) {
            throw exceeded(
                    "Only "
                            + limit
                            + " tables can be created, updated, or deleted simultaneously in");
        }
        atWork.add(table);
    }

    synchronized void end(TableRef table) {
        atWork.remove(table);
    }

    /** Returns the tables that calls are working on. */
    synchronized Set<TableRef> atWork() {
        return Set.copyOf(atWork);
    }

    private DatabaseException exceeded(String limit) {
        refused.increment();
        return new DatabaseException.LimitExceeded(
                "Subscriber limit exceeded: " + limit + " the environment " + quota.environment());
    }
}
