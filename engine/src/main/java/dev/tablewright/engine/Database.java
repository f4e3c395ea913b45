package dev.tablewright.engine;

import dev.tablewright.engine.backup.Backups;
import dev.tablewright.engine.backup.Exports;
import dev.tablewright.engine.backup.Imports;
import dev.tablewright.engine.backup.Restores;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LogRetention;
import dev.tablewright.engine.catalog.RetiredLog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.index.Backfill;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.StoredItems;
import dev.tablewright.engine.objects.Buckets;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.StoredQueries;
import dev.tablewright.engine.replication.Replicator;
import dev.tablewright.engine.stream.Streams;
import dev.tablewright.engine.transaction.StoredTransactions;
import dev.tablewright.engine.transaction.TokenExpiry;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.engine.ttl.TimeToLiveSweep;
import dev.tablewright.engine.vector.Searches;
import dev.tablewright.engine.vector.StoredSearches;
import dev.tablewright.storage.StorageEngine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The database: tables, and the items in them. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    /** Items or tokens that one step of background work looks at. */
    private static final int STEP = 1_000;

    /** Items or changes that one step of a restore looks at, unless they are large. */
    private static final int RESTORE_STEP = 32_000;

    /** Changes that are sent to a replica in one commit. */
    private static final int SENT = 200;

    private final StorageEngine storage;
    private final Catalog tables;
    private final ChangeLog changes;
    private final Streams streams;
    private final Items items;
    private final Queries queries;
    private final Searches searches;
    private final Transactions transactions;
    private final TableSizes sizes;
    private final Backups backups;
    private final Restores restores;
    private final Exports exports;
    private final Imports imports;
    private final BackgroundTasks background;

    private Database(
            StorageEngine storage,
            ObjectStore objects,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random) {
        this.storage = storage;
        SequenceClock sequences = new SequenceClock(clock);
        this.tables = Catalog.open(storage, clock, random, sequences, new Backfill(storage, STEP));
        this.changes = new ChangeLog(storage, sequences);
        changes.resume(
                Stream.concat(
                                tables.tables().stream().map(Table::space),
                                tables.retiredLogs().stream().map(RetiredLog::space))
                        .toList());
        this.streams = new Streams(tables, changes);
        CommitLoop commits = new CommitLoop(storage, changes);
        StoredItems stored = new StoredItems(storage, tables, commits);
        this.items = stored;
        this.queries = new StoredQueries(storage, tables);
        this.searches = new StoredSearches(storage, tables);
        this.transactions = new StoredTransactions(storage, tables, commits, clock);
        this.sizes = new TableSizes(storage, tables, STEP);
        this.backups = Backups.open(storage, tables, objects, sizes, clock, random);
        this.restores = Restores.open(storage, tables, backups, changes, clock, RESTORE_STEP);
        this.exports = Exports.open(storage, tables, changes, buckets, clock, random, RESTORE_STEP);
        this.imports = Imports.open(storage, tables, buckets, clock, random, STEP);
        var tokens = new TokenExpiry(storage, STEP);
        var expiry = new TimeToLiveSweep(tables, queries, stored::expire, STEP);
        var replicator = new Replicator(storage, tables, changes, commits, SENT);
        var retention = new LogRetention(tables, changes, replicator::neededAfter, STEP);
        this.background =
                new BackgroundTasks(
                        tables::runOnce,
                        replicator::runOnce,
                        tokens::runOnce,
                        expiry::runOnce,
                        sizes::runOnce,
                        retention::runOnce,
                        backups::runOnce,
                        _ -> restores.runOnce(),
                        _ -> exports.runOnce(),
                        _ -> imports.runOnce());
    }

    /**
     * As {@link #open(StorageEngine, ObjectStore, InstantSource, RandomGenerator)}, with backups
     * that end with the process.
     */
    public static Database open(
            StorageEngine storage, InstantSource clock, RandomGenerator random) {
        return open(storage, new InMemoryObjects(), clock, random);
    }

    /**
     * Opens the database kept in {@code storage}, which it owns from here on.
     *
     * @param objects where backups are kept; belongs to {@code storage} alone
     * @param random makes ids of tables and backups
     * @throws IllegalStateException if a newer release wrote {@code storage}
     */
    public static Database open(
            StorageEngine storage,
            ObjectStore objects,
            InstantSource clock,
            RandomGenerator random) {
        return open(storage, objects, Buckets.NONE, clock, random);
    }

    /**
     * As {@link #open(StorageEngine, ObjectStore, InstantSource, RandomGenerator)}, with buckets.
     *
     * @param buckets where tables are exported to and imported from
     */
    public static Database open(
            StorageEngine storage,
            ObjectStore objects,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random) {
        return new Database(storage, objects, buckets, clock, random);
    }

    /** What tables there are, and how they change. */
    public Catalog tables() {
        return tables;
    }

    /** What changed, in order, for tables that keep a log. */
    public ChangeLog changes() {
        return changes;
    }

    /** The change streams of tables. */
    public Streams streams() {
        return streams;
    }

    /** Single items. */
    public Items items() {
        return items;
    }

    /** Queries and scans. */
    public Queries queries() {
        return queries;
    }

    /** Searches in vector indexes. */
    public Searches searches() {
        return searches;
    }

    /** Several items at one instant. */
    public Transactions transactions() {
        return transactions;
    }

    /** Backups of tables. */
    public Backups backups() {
        return backups;
    }

    /** Tables that are restored. */
    public Restores restores() {
        return restores;
    }

    /** Tables that are written to buckets. */
    public Exports exports() {
        return exports;
    }

    /** Tables that are read from buckets. */
    public Imports imports() {
        return imports;
    }

    /** How large tables and indexes are. */
    public TableSizes sizes() {
        return sizes;
    }

    /**
     * Does one step of what goes on in the background: tables and indexes that are being made or
     * removed, items, idempotency tokens and change records that expire, the counting of items,
     * backups, restores, exports and imports. Not for use by several threads at once. Work that
     * fails does not hold up the rest, and is tried again by the next call.
     *
     * @return whether there is more to do at once
     * @throws RuntimeException what failed, after everything else had its step
     */
    public boolean runOnce(Instant now) {
        return background.runOnce(now);
    }

    @Override
    public void close() {
        imports.close();
        exports.close();
        restores.close();
        backups.close();
        storage.close();
    }
}
