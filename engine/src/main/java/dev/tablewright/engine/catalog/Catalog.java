package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.StorageException;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What tables there are, and everything that can be done to a table as a whole.
 *
 * <p>Each change is decided from the table as it is, committed, and only then applied to the image
 * that readers see; readers take no lock, changes follow each other. What DynamoDB does after it
 * has answered (CREATING to ACTIVE, filling an index, removing a table's items) happens in {@link
 * #runOnce}, survives a crash at any point, and goes on after the next start.
 *
 * <p>Safe for use by many threads.
 */
public final class Catalog implements Tables {
    /** Most tables of an account in a region. */
    public static final int MAX_TABLES = 2_500;

    /** Most tables of an account in a region that are being created, updated or deleted. */
    static final int MAX_BUSY_TABLES = 500;

    /** Most tables with indexes of an account in a region that are being created. */
    static final int MAX_INDEXED_TABLES_IN_CREATION = 250;

    /** Another writer can only be another process; more losses in a row mean something is wrong. */
    private static final int MAX_ATTEMPTS = 10;

    private final StorageEngine storage;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final SequenceClock sequences;
    private final IndexBackfill backfill;

    /** Guarded by this. How far the filling of an index got, by the index's space. */
    private final Map<Long, Key> fillPositions = new HashMap<>();

    /** Guarded by this. */
    private final Set<Long> spacesToDrop = new TreeSet<>();

    /** Guarded by this. Where the next free space is written; null before the first table. */
    private @Nullable Stored spaceCounter;

    /** Guarded by this: a commit's outcome is unknown, so the image may be behind. */
    private boolean stale;

    /** The image in which nothing was found to do; so a catalog at rest costs nothing. */
    private volatile @Nullable CatalogImage atRest;

    private volatile CatalogImage image = CatalogImage.EMPTY;

    private Catalog(
            StorageEngine storage,
            InstantSource clock,
            RandomGenerator random,
            SequenceClock sequences,
            IndexBackfill backfill) {
        this.storage = storage;
        this.clock = clock;
        this.random = random;
        this.sequences = sequences;
        this.backfill = backfill;
    }

    /**
     * Opens the catalog kept in {@code storage}, with every table as it was left.
     *
     * @param random makes table ids
     * @param sequences numbers of the log of changes
     * @throws IllegalStateException if a newer release wrote the catalog
     */
    public static Catalog open(
            StorageEngine storage,
            InstantSource clock,
            RandomGenerator random,
            SequenceClock sequences,
            IndexBackfill backfill) {
        Catalog catalog = new Catalog(storage, clock, random, sequences, backfill);
        catalog.load();
        return catalog;
    }

    private synchronized void load() {
        List<Table> tables = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        spacesToDrop.clear();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.CATALOG, 0, 1, null)) {
            spaceCounter = view.get(Keyspace.nextSpace());
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (Keyspace.isTable(entry.key())) {
                    tables.add(TableCodec.decode(entry.stored()));
                } else if (Keyspace.isDroppedSpace(entry.key())) {
                    spacesToDrop.add(Keyspace.spaceOf(entry.key()));
                } else {
                    others.add(entry);
                }
            }
        }
        image = CatalogImage.of(tables, Ended.read(others));
        for (TableStream stream : streams()) {
            Long end = stream.end();
            sequences.resumeAfter(end == null ? stream.start() : end);
        }
        stale = false;
    }

    // Reading

    @Override
    public Table require(TableRef ref) {
        Table table = image.find(ref);
        if (table == null || !table.usable()) {
            throw new DatabaseException.ResourceNotFound("Requested resource not found", ref);
        }
        return table;
    }

    /** Finds a table in whatever state, or null. */
    public @Nullable Table find(TableRef ref) {
        return image.find(ref);
    }

    /**
     * Finds a table in whatever state.
     *
     * @throws DatabaseException.ResourceNotFound with the text of table operations
     */
    public Table describe(TableRef ref) {
        Table table = image.find(ref);
        if (table == null) {
            throw new DatabaseException.ResourceNotFound(
                    "Requested resource not found: Table: " + ref.name() + " not found", ref);
        }
        return table;
    }

    /** Returns all tables of all accounts and regions, in no particular order. */
    public List<Table> tables() {
        return image.all().toList();
    }

    /**
     * Lists names of tables in whatever state, in byte order.
     *
     * @param after starts behind this name, which need not exist; null for the start
     * @param limit 1 to 100
     */
    public NamePage list(String account, String region, @Nullable String after, int limit) {
        List<String> names =
                image.names(account, region).stream()
                        .filter(name -> after == null || name.compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
        if (names.size() <= limit) {
            return new NamePage(names, null);
        }
        return new NamePage(names.subList(0, limit), names.get(limit - 1));
    }

    /**
     * A page of table names.
     *
     * @param last where the next page starts; null when there is none
     */
    public record NamePage(List<String> names, @Nullable String last) {
        /** Copies the list. */
        public NamePage {
            names = List.copyOf(names);
        }
    }

    /** Returns where else there is a table of this name: to explain why it was not found. */
    public List<TableRef> elsewhere(TableRef ref) {
        return image.all()
                .map(Table::ref)
                .filter(other -> other.name().equals(ref.name()) && !other.equals(ref))
                .toList();
    }

    // Changing

    /**
     * Creates a table; it is CREATING until the next {@link #runOnce}.
     *
     * @throws DatabaseException.ResourceInUse if there is one of that name
     * @throws DatabaseException.LimitExceeded beyond {@link #MAX_TABLES}, or with too many tables
     *     being created, updated or deleted
     */
    public synchronized Table create(NewTable wanted) {
        return create(wanted, null);
    }

    /**
     * As {@link #create(NewTable)}, with a resource policy.
     *
     * @param resourcePolicy its text; null for none
     */
    public synchronized Table create(NewTable wanted, @Nullable String resourcePolicy) {
        return create(wanted, resourcePolicy, null);
    }

    private Table create(
            NewTable wanted, @Nullable String resourcePolicy, @Nullable Restoration heldBack) {
        return change(
                wanted.ref(),
                (present, spaces) -> {
                    if (present != null) {
                        throw new DatabaseException.ResourceInUse(
                                "Table already exists: " + wanted.ref().name());
                    }
                    checkRoom(wanted.ref(), !wanted.definition().indexes().isEmpty());
                    Table table = newTable(wanted, resourcePolicy, spaces);
                    return table.with()
                            .settings(table.settings().withRestoration(heldBack))
                            .build();
                });
    }

    private void checkRoom(TableRef ref, boolean withIndexes) {
        List<Table> tables = image.of(ref.account(), ref.region()).toList();
        if (tables.size() >= MAX_TABLES) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: There is a limit of "
                            + MAX_TABLES
                            + " tables per subscriber");
        }
        checkNotTooBusy(ref);
        long indexed =
                tables.stream()
                        .filter(table -> table.status() == TableStatus.CREATING)
                        .filter(table -> !table.indexes().isEmpty())
                        .count();
        if (withIndexes && indexed >= MAX_INDEXED_TABLES_IN_CREATION) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Only "
                            + MAX_INDEXED_TABLES_IN_CREATION
                            + " tables with secondary indexes can be created simultaneously");
        }
    }

    private void checkNotTooBusy(TableRef ref) {
        long busy =
                image.of(ref.account(), ref.region())
                        .filter(table -> table.status() != TableStatus.ACTIVE)
                        .count();
        if (busy >= MAX_BUSY_TABLES) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Only "
                            + MAX_BUSY_TABLES
                            + " tables can be created, updated, or deleted simultaneously");
        }
    }

    private Table newTable(NewTable wanted, @Nullable String resourcePolicy, Spaces spaces) {
        TableDefinition definition = wanted.definition();
        Throughput throughput = wanted.throughput();
        return new Table(
                wanted.ref(),
                uuid(),
                new Version(0),
                spaces.next(),
                definition,
                definition.indexes().stream()
                        .map(index -> newIndex(index, wanted, spaces))
                        .toList(),
                TableStatus.CREATING,
                clock.instant(),
                wanted.billingMode(),
                throughput == null ? Throughput.ON_DEMAND : throughput,
                wanted.deletionProtection(),
                settings(wanted)
                        .withResourcePolicy(ResourcePolicy.of(resourcePolicy, clock.instant())),
                newVectorIndexes(wanted, spaces),
                null);
    }

    /**
     * Creates a table in the image of another, for its items to be put back; it is CREATING until
     * {@link #restored}. What belongs to the name and not to the items does not come along: tags,
     * time to live, stream, point-in-time recovery, policy, deletion protection.
     *
     * @param like shape, billing, encryption and class of the table
     * @throws DatabaseException.TableAlreadyExists if there is one of that name
     * @throws DatabaseException.LimitExceeded as {@link #create(NewTable)}
     */
    public synchronized Table restore(TableRef target, Table like, Restoration from) {
        return change(
                target,
                (present, spaces) -> {
                    if (present != null) {
                        throw new DatabaseException.TableAlreadyExists(
                                "Table already exists: " + target.name());
                    }
                    checkRoom(target, !like.indexes().isEmpty());
                    return likeEmptied(like, spaces)
                            .settings(restoredSettings(like.settings(), from))
                            .born(target, uuid(), spaces.next(), clock.instant())
                            .build();
                });
    }

    /** A table of the same shape, with keyspaces of its own for its indexes. */
    private static Table.Builder likeEmptied(Table like, Spaces spaces) {
        return like.with()
                .indexes(like.indexes().stream().map(i -> emptied(i, spaces)).toList())
                .vectorIndexes(
                        like.vectorIndexes().stream()
                                .map(i -> newVectorIndex(i.definition(), spaces))
                                .toList())
                .status(TableStatus.CREATING)
                .deletionProtection(false);
    }

    /**
     * Creates a table for items to be imported into; it is CREATING until {@link #restored}.
     *
     * @throws DatabaseException.ResourceInUse if there is one of that name
     * @throws DatabaseException.LimitExceeded as {@link #create(NewTable)}
     */
    public synchronized Table createForImport(NewTable wanted) {
        return create(wanted, null, Restoration.ofImport(clock.instant()));
    }

    private static IndexState emptied(IndexState index, Spaces spaces) {
        boolean local = index.definition().kind() == IndexDefinition.Kind.LOCAL;
        return new IndexState(
                index.definition(),
                spaces.next(),
                local ? IndexStatus.ACTIVE : IndexStatus.CREATING,
                false,
                CapacityChanges.NONE,
                null);
    }

    private static TableSettings restoredSettings(TableSettings like, Restoration from) {
        return TableSettings.DEFAULT
                .withOnDemandLimit(like.onDemandLimit())
                .withEncryption(like.encryption())
                .withTableClass(like.tableClass(), List.of())
                .withRestoration(from);
    }

    /** Ends the restoration of a table: all its items are there, and it becomes ACTIVE. */
    public synchronized void restored(TableRef ref) {
        var _ =
                changeSettings(
                        ref,
                        settings -> {
                            Restoration from = settings.restoration();
                            return from == null ? settings : settings.withRestoration(from.done());
                        });
        settle(ref);
    }

    /** Takes back a table that cannot be restored, with what it has of its items. */
    public synchronized void abandon(Table restoring) {
        removeForGood(restoring);
    }

    /** Returns the tables that are DELETING and go only after {@link #letGo}. */
    public List<Table> awaitingLastBackup() {
        return image.all().filter(Lifecycle::awaitsLastBackup).toList();
    }

    /** Lets a table go that is DELETING: its last backup is made. */
    public synchronized void letGo(Table deleting) {
        removeForGood(deleting);
    }

    private void removeForGood(Table gone) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Table table = find(gone.ref());
            if (table == null || !table.id().equals(gone.id())) {
                return;
            }
            remove(table);
        }
        throw new DatabaseException.Throttled("Too many simultaneous changes of the catalog");
    }

    /** Hands out a space that no table has; lost, not used twice, if nobody notes it. */
    public synchronized long newSpace() {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Spaces spaces = new Spaces(spaceCounter);
            long space = spaces.next();
            List<Commit.Check> checks = new ArrayList<>();
            List<Commit.Write> writes = new ArrayList<>();
            spaces.addTo(checks, writes);
            switch (commit(new Commit(checks, writes))) {
                case Commit.Result.Committed(var version) -> {
                    spaceCounter = spaces.counterAt(version);
                    return space;
                }
                case Commit.Result.Conflict _ -> load();
            }
        }
        throw new DatabaseException.Throttled("Too many simultaneous changes of the catalog");
    }

    /** Has a space removed that {@link #newSpace} handed out, in the background. */
    public synchronized void drop(long space) {
        commit(new Commit(List.of(), List.of(Keyspace.markDropped(space))));
        spacesToDrop.add(space);
        atRest = null;
    }

    /** Returns a table as {@code view} shows it, or null when it does not. */
    public @Nullable Table find(TableRef ref, ReadView view) {
        Stored stored = view.get(Keyspace.table(ref));
        return stored == null ? null : TableCodec.decode(stored);
    }

    private static IndexState newIndex(IndexDefinition index, NewTable wanted, Spaces spaces) {
        boolean local = index.kind() == IndexDefinition.Kind.LOCAL;
        return new IndexState(
                index,
                spaces.next(),
                local ? IndexStatus.ACTIVE : IndexStatus.CREATING,
                false,
                CapacityChanges.NONE,
                local ? null : wanted.warmThroughputOf(index.name()));
    }

    private static List<VectorIndexState> newVectorIndexes(NewTable wanted, Spaces spaces) {
        List<VectorIndexDeclaration> declared = wanted.vectorIndexes();
        if (declared == null) {
            return List.of();
        }
        return declared.stream().map(index -> newVectorIndex(index.definition(), spaces)).toList();
    }

    private static VectorIndexState newVectorIndex(VectorIndexDefinition index, Spaces spaces) {
        return new VectorIndexState(index, spaces.next(), IndexStatus.CREATING, false);
    }

    private TableSettings settings(NewTable wanted) {
        StreamRequest stream = wanted.stream();
        StreamView view = stream == null ? null : stream.view();
        EncryptionRequest encryption = wanted.encryption();
        return TableSettings.DEFAULT
                .withOnDemandLimit(wanted.onDemandLimit())
                .withWarmThroughput(wanted.warmThroughput())
                .withStream(
                        view == null
                                ? StreamSettings.NONE
                                : StreamSettings.NONE.started(
                                        view,
                                        clock.instant(),
                                        sequences.next(),
                                        CapacityRules.partitions(
                                                wanted.billingMode(), wanted.throughput())))
                .withEncryption(encryption == null ? null : encryption.of(wanted.ref()))
                .withTableClass(wanted.tableClass(), List.of())
                .withTags(wanted.tags());
    }

    private String uuid() {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /**
     * Does what UpdateTable asks for; the table is UPDATING until it is done.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table or index
     * @throws DatabaseException.ResourceInUse unless the table is ACTIVE
     * @throws DatabaseException.LimitExceeded if it asks for more than one call may do, or more
     *     often than a day allows
     * @throws ValidationException if it does not fit the table
     */
    public synchronized Table update(TableChange wanted) {
        describe(wanted.ref());
        return changeAll(
                wanted.ref(),
                (table, spaces) -> {
                    requireActive(table);
                    checkNotTooBusy(table.ref());
                    List<Table> after = new ArrayList<>();
                    after.add(update(table, wanted, spaces));
                    for (Table other : sharingSettings(table)) {
                        TableChange shared = ReplicaRules.shared(wanted, other);
                        if (shared != null) {
                            requireActive(other);
                            after.add(update(other, shared, spaces));
                        }
                    }
                    return Effect.of(after);
                });
    }

    /**
     * As {@link #update}, of several tables that have their settings for themselves: all are
     * changed or none.
     *
     * @return the first of them
     */
    public synchronized Table updateEach(List<TableChange> wanted) {
        wanted.forEach(change -> describe(change.ref()));
        return changeAll(
                wanted.getFirst().ref(),
                (_, spaces) -> {
                    List<Table> after = new ArrayList<>();
                    for (TableChange change : wanted) {
                        Table table = describe(change.ref());
                        requireActive(table);
                        checkNotTooBusy(table.ref());
                        after.add(update(table, change, spaces));
                    }
                    return Effect.of(after);
                });
    }

    private Table update(Table table, TableChange change, Spaces spaces) {
        return TableUpdate.decide(table, change, clock.instant(), spaces::next, sequences);
    }

    /** Returns the other replicas of a table that has any; their regions in order. */
    public List<Table> otherReplicas(Table table) {
        Replication replication = table.replication();
        if (replication == null) {
            return List.of();
        }
        CatalogImage now = image;
        return replication.others().stream()
                .map(region -> now.find(sibling(table.ref(), region)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The other replicas that have the settings of a table too; none in version 2017.11.29. */
    private List<Table> sharingSettings(Table table) {
        Replication replication = table.replication();
        return replication == null || replication.isLegacy() ? List.of() : otherReplicas(table);
    }

    private static TableRef sibling(TableRef ref, String region) {
        return new TableRef(ref.account(), region, ref.name());
    }

    /** Returns the tables of all accounts and regions that have replicas. Cheap. */
    public List<Table> replicas() {
        return image.replicas();
    }

    /**
     * Adds, changes or removes one replica of a table. A new one is CREATING until {@link #filled},
     * one that goes is DELETING until {@link #leave}.
     *
     * @return the table of {@code ref}
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws DatabaseException.ResourceInUse unless the table and its replicas are ACTIVE
     * @throws DatabaseException.LimitExceeded if the other region has too many tables
     * @throws ValidationException if it does not fit the table
     */
    public synchronized Table replicate(TableRef ref, ReplicaChange wanted) {
        describe(ref);
        return changeAll(
                ref,
                (table, spaces) -> {
                    requireActive(table);
                    LegacyRules.requireNone(table);
                    if (wanted.region().equals(ref.region())) {
                        throw ReplicaRules.localRegion();
                    }
                    return switch (wanted) {
                        case ReplicaChange.Create create -> addReplica(table, create, spaces);
                        case ReplicaChange.Update update -> updateReplica(table, update);
                        case ReplicaChange.Delete(var region) -> deleteReplica(table, region);
                    };
                });
    }

    private Effect addReplica(Table table, ReplicaChange.Create wanted, Spaces spaces) {
        TableRef target = sibling(table.ref(), wanted.region());
        if (image.find(target) != null) {
            throw ReplicaRules.alreadyThere(table);
        }
        ReplicaRules.checkStream(table);
        ReplicaRules.checkOverrides(table, wanted.overrides());
        List<Table> others = otherReplicas(table);
        others.forEach(Catalog::requireActive);
        checkNotTooBusy(table.ref());
        checkRoom(target, !table.indexes().isEmpty());
        long start = sequences.next();
        List<Table> after = new ArrayList<>();
        Table source = source(table, wanted.region(), spaces);
        after.add(source);
        for (Table other : others) {
            Replication part = Objects.requireNonNull(other.replication());
            after.add(other.with().replication(part.with(wanted.region())).build());
        }
        Table replica = newReplica(source, target, wanted.overrides(), spaces);
        List<Commit.Write> routes = routes(table, others, replica, start);
        after.add(replica);
        return new Effect(after, List.of(), routes);
    }

    /** The table that a replica is made from, with a stream and part of a global table. */
    private Table source(Table table, String region, Spaces spaces) {
        Instant now = clock.instant();
        Replication part = table.replication();
        Replication after =
                part == null
                        ? new Replication(
                                List.of(region),
                                spaces.next(),
                                ReplicaOverrides.NONE,
                                null,
                                now,
                                null)
                        : part.with(region).sourceAt(now);
        return table.with()
                .status(TableStatus.UPDATING)
                .settings(table.settings().withStream(replicatedStream(table)))
                .replication(after)
                .build();
    }

    private StreamSettings replicatedStream(Table table) {
        StreamSettings stream = table.settings().stream();
        return stream.on() ? stream : newReplicatedStream(table, stream);
    }

    private StreamSettings newReplicatedStream(Table table, StreamSettings before) {
        return before.started(
                StreamView.NEW_AND_OLD_IMAGES,
                clock.instant(),
                sequences.next(),
                CapacityRules.partitions(table.billingMode(), table.throughput()));
    }

    private Table newReplica(
            Table source, TableRef target, ReplicaOverrides overrides, Spaces spaces) {
        List<String> others = new ArrayList<>();
        others.add(source.ref().region());
        otherReplicas(source).forEach(other -> others.add(other.ref().region()));
        Table replica =
                likeEmptied(source, spaces)
                        .settings(replicaSettings(source, target))
                        .born(target, uuid(), spaces.next(), clock.instant())
                        .replication(
                                new Replication(
                                        others,
                                        spaces.next(),
                                        ReplicaOverrides.NONE,
                                        source.ref().region(),
                                        null,
                                        null))
                        .build();
        return ReplicaRules.overridden(replica, overrides, clock.instant());
    }

    private TableSettings replicaSettings(Table source, TableRef target) {
        TableSettings like = source.settings();
        return TableSettings.DEFAULT
                .withOnDemandLimit(like.onDemandLimit())
                .withWarmThroughput(like.warmThroughput())
                .withTableClass(like.tableClass(), List.of())
                .withTimeToLive(like.timeToLive())
                .withEncryption(
                        like.encryption() == null
                                ? null
                                : new EncryptionRequest(true, null).of(target))
                .withStream(newReplicatedStream(source, StreamSettings.NONE));
    }

    /**
     * Where everybody's changes begin: what the source has received of another replica is copied
     * from there; from then on the other replica sends for itself.
     */
    private List<Commit.Write> routes(Table source, List<Table> others, Table replica, long start) {
        List<Commit.Write> routes = new ArrayList<>();
        routes.add(route(source, replica, start));
        routes.add(route(replica, source, start));
        try (ReadView view = storage.read()) {
            for (Table other : others) {
                routes.add(route(other, replica, reached(view, other, source)));
                routes.add(route(replica, other, start));
            }
        }
        return routes;
    }

    private static long reached(ReadView view, Table from, Table to) {
        Stored stored = view.get(Keyspace.replicated(from.space(), to.space()));
        return stored == null ? 0 : Keyspace.readSpace(stored.value());
    }

    private static Commit.Write route(Table from, Table to, long reached) {
        return new Commit.Write.Put(
                Keyspace.replicated(from.space(), to.space()), Keyspace.writeSpace(reached));
    }

    private Effect updateReplica(Table table, ReplicaChange.Update wanted) {
        Table replica = requireReplica(table, wanted.region());
        requireActive(replica);
        ReplicaRules.checkOverrides(replica, wanted.overrides());
        Table after = ReplicaRules.overridden(replica, wanted.overrides(), clock.instant());
        return after.equals(replica)
                ? Effect.of(List.of(table))
                : Effect.of(List.of(table, after.with().status(TableStatus.UPDATING).build()));
    }

    private Effect deleteReplica(Table table, String region) {
        Table replica = requireReplica(table, region);
        ReplicaRules.checkMayGo(replica, clock.instant());
        requireActive(replica);
        checkNotTooBusy(replica.ref());
        return Effect.of(List.of(table, replica.with().status(TableStatus.DELETING).build()));
    }

    private Table requireReplica(Table table, String region) {
        return otherReplicas(table).stream()
                .filter(other -> other.ref().region().equals(region))
                .findFirst()
                .orElseThrow(ReplicaRules::notFound);
    }

    /** Makes a replica ACTIVE: it has every item of its source. */
    public synchronized void filled(Table replica) {
        Replication part = replica.replication();
        if (part != null) {
            replace(replica, replica.with().replication(part.filled()).build(), List.of());
            settle(replica.ref());
        }
    }

    /**
     * Takes a table out of its global table: one that is DELETING, or leaves it and stays. The
     * others have all it had to send.
     */
    public synchronized void leave(Table going) {
        Table gone = find(going.ref());
        if (gone == null || gone.replication() == null || !gone.isLeavingReplicas()) {
            return;
        }
        List<Table> before = new ArrayList<>();
        List<Table> after = new ArrayList<>();
        List<Long> unused = new ArrayList<>();
        List<Commit.Write> writes = new ArrayList<>();
        before.add(gone);
        after.add(gone.with().replication(null).build());
        unused.add(gone.replication().stamps());
        for (Table other : otherReplicas(gone)) {
            Replication left =
                    Objects.requireNonNull(other.replication()).without(gone.ref().region());
            before.add(other);
            if (left.others().isEmpty() && !left.isLegacy()) {
                unused.add(left.stamps());
                after.add(other.with().replication(null).build());
            } else {
                after.add(other.with().replication(left).build());
            }
            writes.add(new Commit.Write.Delete(Keyspace.replicated(gone.space(), other.space())));
            writes.add(new Commit.Write.Delete(Keyspace.replicated(other.space(), gone.space())));
        }
        var _ = commit(before, after, unused, writes, new Spaces(spaceCounter));
        settle(gone.ref());
    }

    /**
     * Returns the global tables of version 2017.11.29 of an account, in the order of their names.
     */
    public List<LegacyGlobalTable> legacyGlobalTables(String account) {
        Map<String, List<Table>> byName = new TreeMap<>();
        for (Table table : image.replicas()) {
            Replication part = table.replication();
            if (table.ref().account().equals(account) && part != null && part.isLegacy()) {
                byName.computeIfAbsent(table.ref().name(), _ -> new ArrayList<>()).add(table);
            }
        }
        return byName.values().stream().map(LegacyGlobalTable::of).toList();
    }

    /** Returns the global table of version 2017.11.29 of a name. */
    public Optional<LegacyGlobalTable> legacyGlobalTable(String account, String name) {
        return legacyGlobalTables(account).stream()
                .filter(global -> global.name().equals(name))
                .findFirst();
    }

    /**
     * Returns the global table of version 2017.11.29 of a name.
     *
     * @throws DatabaseException.GlobalTableNotFound if there is none
     */
    public LegacyGlobalTable requireLegacy(String account, String name) {
        return legacyGlobalTable(account, name).orElseThrow(() -> LegacyRules.notFound(name));
    }

    /**
     * Makes a global table of version 2017.11.29 of empty tables that are alike.
     *
     * @param regions where the tables are, each once
     * @throws DatabaseException.GlobalTableAlreadyExists if there is one of this name
     * @throws DatabaseException.TableNotFound if there is no table in one of the regions
     * @throws DatabaseException.ResourceInUse unless the tables are ACTIVE
     * @throws ValidationException if the tables are not alike, or have items
     */
    public synchronized LegacyGlobalTable createLegacy(
            String account, String name, List<String> regions) {
        if (legacyGlobalTable(account, name).isPresent()) {
            throw LegacyRules.alreadyThere(name);
        }
        return regroup(account, name, regions, List.of());
    }

    /**
     * Adds tables to a global table of version 2017.11.29, or takes some out of it; these stay
     * tables. When the last one goes, so does the global table.
     *
     * @throws DatabaseException.GlobalTableNotFound if there is none of this name
     * @throws DatabaseException.ReplicaAlreadyExists if a table to be added is in it
     * @throws DatabaseException.ReplicaNotFound if a table to be taken out is not in it
     * @throws DatabaseException.TableNotFound if there is no table in one of the regions
     * @throws DatabaseException.ResourceInUse unless the tables are ACTIVE
     * @throws ValidationException if the tables are not alike, or have items
     */
    public synchronized LegacyGlobalTable updateLegacy(
            String account, String name, List<String> joining, List<String> leaving) {
        LegacyRules.check(requireLegacy(account, name), joining, leaving);
        return regroup(account, name, joining, leaving);
    }

    private LegacyGlobalTable regroup(
            String account, String name, List<String> joining, List<String> leaving) {
        TableRef first =
                new TableRef(account, (joining.isEmpty() ? leaving : joining).getFirst(), name);
        var _ = attempt(first, (_, spaces) -> regrouped(first, joining, leaving, spaces));
        return requireLegacy(account, name);
    }

    private Effect regrouped(
            TableRef first, List<String> joining, List<String> leaving, Spaces spaces) {
        List<Table> members = legacyMembers(first);
        long start = sequences.next();
        List<Table> added = new ArrayList<>();
        for (String region : joining) {
            Table table = requireTable(sibling(first, region));
            requireActive(table);
            LegacyRules.checkJoins(table, members);
            added.add(table);
            members.add(table);
        }
        if (!added.isEmpty()) {
            members.forEach(member -> LegacyRules.checkEmpty(member, isEmpty(member.space())));
        }
        Instant created = LegacyGlobalTable.created(members).orElseGet(clock::instant);
        List<Table> after = new ArrayList<>();
        for (Table member : members) {
            Replication part = member.replication();
            Replication of = part == null ? Replication.legacy(spaces.next(), created) : part;
            for (Table other : members) {
                of = other.equals(member) ? of : of.with(other.ref().region());
            }
            if (leaving.contains(member.ref().region())) {
                requireActive(member);
                of = of.leaving();
            }
            after.add(member.with().replication(of).build());
        }
        return new Effect(after, List.of(), routes(members, added, start));
    }

    private List<Table> legacyMembers(TableRef any) {
        return new ArrayList<>(
                legacyGlobalTable(any.account(), any.name())
                        .map(LegacyGlobalTable::tables)
                        .orElse(List.of()));
    }

    /** Both ways between those that were added and everybody: the tables are empty. */
    private static List<Commit.Write> routes(List<Table> members, List<Table> added, long start) {
        List<Commit.Write> routes = new ArrayList<>();
        for (Table from : members) {
            for (Table to : members) {
                if (!from.equals(to) && (added.contains(from) || added.contains(to))) {
                    routes.add(route(from, to, start));
                }
            }
        }
        return routes;
    }

    private Table requireTable(TableRef ref) {
        Table table = image.find(ref);
        if (table == null) {
            throw new DatabaseException.TableNotFound("Table not found: " + ref.name());
        }
        return table;
    }

    private boolean isEmpty(long space) {
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            return cursor.next() == null;
        }
    }

    private static void requireActive(Table table) {
        String doing =
                switch (table.status()) {
                    case ACTIVE -> null;
                    case CREATING -> "created";
                    case UPDATING -> "updated";
                    case DELETING -> "deleted";
                };
        if (doing != null) {
            throw new DatabaseException.ResourceInUse(
                    "Attempt to change a resource which is still in use: Table is being "
                            + doing
                            + ": "
                            + table.ref().name());
        }
    }

    /**
     * Starts to delete a table; it is DELETING until the next {@link #runOnce}. Deleting a table
     * that is DELETING changes nothing.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws DatabaseException.ResourceInUse while the table is CREATING or UPDATING
     * @throws ValidationException if the table is protected
     */
    public synchronized Table delete(TableRef ref) {
        return changeExisting(
                ref,
                (table, _) -> {
                    if (table.status() == TableStatus.DELETING) {
                        return table;
                    }
                    if (table.deletionProtection()) {
                        throw new ValidationException(
                                "Resource cannot be deleted as it is currently protected against"
                                        + " deletion. Disable deletion protection first.");
                    }
                    requireActive(table);
                    ReplicaRules.checkNoSource(table, clock.instant());
                    checkNotTooBusy(ref);
                    return table.with().status(TableStatus.DELETING).build();
                });
    }

    /**
     * Sets tags; those of other keys stay.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws ValidationException if the table would have too many tags
     */
    public synchronized void tag(TableRef ref, Map<String, String> tags) {
        requireTagged(ref, "Requested resource not found: ResourcArn: " + ref.arn() + " not found");
        changeSettings(
                ref,
                settings -> {
                    Map<String, String> all = new LinkedHashMap<>(settings.tags());
                    all.putAll(tags);
                    Tags.check(all);
                    return settings.withTags(all);
                });
    }

    /**
     * Removes tags; keys that the table does not have do no harm.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     */
    public synchronized void untag(TableRef ref, Set<String> keys) {
        requireTagged(ref, "Requested resource not found");
        Tags.checkKeys(keys);
        changeSettings(
                ref,
                settings -> {
                    Map<String, String> left = new LinkedHashMap<>(settings.tags());
                    left.keySet().removeAll(keys);
                    return settings.withTags(left);
                });
    }

    /**
     * Returns the tags of a table.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     */
    public Map<String, String> tags(TableRef ref) {
        return requireTagged(
                        ref,
                        "Requested resource not found: ResourcArn: " + ref.arn() + " not found")
                .settings()
                .tags();
    }

    private Table requireTagged(TableRef ref, String message) {
        Table table = image.find(ref);
        if (table == null) {
            throw new DatabaseException.ResourceNotFound(message, ref);
        }
        return table;
    }

    /**
     * Switches the expiry of items on or off, at most once an hour.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws DatabaseException.ResourceInUse while the table is CREATING or DELETING
     * @throws ValidationException if it is so already, or was switched less than an hour ago
     */
    public synchronized TimeToLive updateTimeToLive(
            TableRef ref, boolean enabled, String attribute) {
        if (!describe(ref).usable()) {
            requireActive(describe(ref));
        }
        return changeAll(
                        ref,
                        (table, _) -> {
                            TimeToLive asked =
                                    table.settings()
                                            .timeToLive()
                                            .request(enabled, attribute, clock.instant());
                            return Effect.of(
                                    Stream.concat(Stream.of(table), sharingSettings(table).stream())
                                            .map(replica -> withTimeToLive(replica, asked))
                                            .toList());
                        })
                .settings()
                .timeToLive();
    }

    private static Table withTimeToLive(Table table, TimeToLive timeToLive) {
        return table.with().settings(table.settings().withTimeToLive(timeToLive)).build();
    }

    /**
     * Returns whether a table can be restored to a point in time.
     *
     * @throws DatabaseException.TableNotFound if there is no such table
     */
    public PointInTimeRecovery recovery(TableRef ref) {
        Table table = image.find(ref);
        if (table == null) {
            throw new DatabaseException.TableNotFound("Table not found: " + ref.name());
        }
        return table.settings().recovery();
    }

    /**
     * Switches point-in-time recovery on or off. Switching on what is on keeps its beginning.
     *
     * @param days 1 to 35; null for 35, or for what is set already
     * @throws DatabaseException.TableNotFound if there is no such table
     */
    public synchronized PointInTimeRecovery updateRecovery(
            TableRef ref, boolean enabled, @Nullable Integer days) {
        recovery(ref);
        return changeSettings(
                        ref,
                        settings ->
                                settings.withRecovery(
                                        settings.recovery()
                                                .request(enabled, days, clock.instant())))
                .settings()
                .recovery();
    }

    /**
     * Returns the policy of a table.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table
     */
    public ResourcePolicy resourcePolicy(TableRef ref) {
        return describe(ref).settings().resourcePolicy();
    }

    /** Whether any table of any account has a resource policy. Cheap: asked for every request. */
    public boolean hasResourcePolicies() {
        return image.withResourcePolicies();
    }

    /**
     * Attaches a policy to a table, in place of the one it has; the same text changes nothing.
     *
     * @param expected revision that must be attached, {@link ResourcePolicy#NO_POLICY}, or null
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws DatabaseException.PolicyNotFound if a policy of another revision is attached
     * @throws DatabaseException.ResourceInUse if one is attached that was put less than 15 seconds
     *     ago, or while the table is deleted
     */
    public synchronized ResourcePolicy putResourcePolicy(
            TableRef ref, String text, @Nullable String expected) {
        return changeSettings(
                        ref,
                        settings ->
                                settings.withResourcePolicy(
                                        settings.resourcePolicy()
                                                .put(text, expected, ref, clock.instant())))
                .settings()
                .resourcePolicy();
    }

    /**
     * Removes the policy of a table; where there is none, nothing changes. Fails as {@link
     * #putResourcePolicy} does, but at any time.
     *
     * @return the policy that is gone
     */
    public synchronized ResourcePolicy deleteResourcePolicy(
            TableRef ref, @Nullable String expected) {
        ResourcePolicy before = resourcePolicy(ref);
        changeSettings(
                ref,
                settings ->
                        settings.withResourcePolicy(
                                settings.resourcePolicy().delete(expected, ref)));
        return before;
    }

    /**
     * Changes who watches a table.
     *
     * @param decide may refuse; returning its argument changes nothing
     * @throws DatabaseException.ResourceNotFound if there is no such table
     * @throws DatabaseException.ResourceInUse while the table is CREATING or DELETING
     */
    public synchronized Table watch(TableRef ref, UnaryOperator<Watchers> decide) {
        if (!describe(ref).usable()) {
            requireActive(describe(ref));
        }
        return changeSettings(
                ref, settings -> settings.withWatchers(decide.apply(settings.watchers())));
    }

    private Table changeSettings(TableRef ref, UnaryOperator<TableSettings> decide) {
        return changeExisting(
                ref,
                (table, _) -> {
                    if (table.status() == TableStatus.DELETING) {
                        requireActive(table);
                    }
                    return table.with().settings(decide.apply(table.settings())).build();
                });
    }

    // Streams and logs

    /** Returns the streams of all accounts and regions that can be described, in no order. */
    public List<TableStream> streams() {
        CatalogImage now = image;
        List<TableStream> streams = new ArrayList<>(now.ended().streams());
        now.all().map(TableStream::of).filter(Objects::nonNull).forEach(streams::add);
        return streams;
    }

    /** Finds a stream of a table that is there or was, by its label. */
    public @Nullable TableStream findStream(StreamRef ref) {
        CatalogImage now = image;
        Table table = now.find(ref.table());
        TableStream present = table == null ? null : TableStream.of(table);
        if (present != null && present.ref().equals(ref)) {
            return present;
        }
        return now.ended().streams().stream()
                .filter(stream -> stream.ref().equals(ref))
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the policy of a stream.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such stream
     */
    public ResourcePolicy resourcePolicy(StreamRef ref) {
        TableStream stream = findStream(ref);
        if (stream == null) {
            throw new DatabaseException.ResourceNotFound(
                    "Requested resource not found: Stream: " + ref.arn() + " not found", null);
        }
        return stream.policy();
    }

    /** Attaches a policy to a stream, as {@link #putResourcePolicy(TableRef, String, String)}. */
    public synchronized ResourcePolicy putResourcePolicy(
            StreamRef ref, String text, @Nullable String expected) {
        return changePolicy(
                ref, policy -> policy.put(text, expected, ref.table(), clock.instant()));
    }

    /** Removes the policy of a stream, as {@link #deleteResourcePolicy(TableRef, String)}. */
    public synchronized ResourcePolicy deleteResourcePolicy(
            StreamRef ref, @Nullable String expected) {
        ResourcePolicy before = resourcePolicy(ref);
        changePolicy(ref, policy -> policy.delete(expected, ref.table()));
        return before;
    }

    private ResourcePolicy changePolicy(StreamRef ref, UnaryOperator<ResourcePolicy> decide) {
        ResourcePolicy policy = decide.apply(resourcePolicy(ref));
        TableStream stream = Objects.requireNonNull(findStream(ref));
        if (stream.end() == null) {
            changeSettings(
                    ref.table(),
                    settings -> settings.withStream(settings.stream().withPolicy(policy)));
            return policy;
        }
        TableStream after = stream.withPolicy(policy);
        commit(new Commit(List.of(), List.of(Ended.put(after))));
        image = image.with(image.ended().without(stream).plus(Ended.of(after)));
        return policy;
    }

    /** Returns the logs of tables that are gone. */
    public List<RetiredLog> retiredLogs() {
        return image.ended().logs();
    }

    /** Forgets a stream that has ended. */
    public synchronized void forget(TableStream ended) {
        forget(Keyspace.endedStream(ended.start()), image.ended().without(ended));
    }

    /** Forgets the log of a table that is gone; it is to be empty. */
    public synchronized void forget(RetiredLog log) {
        forget(Keyspace.retiredLog(log.space()), image.ended().without(log));
    }

    private void forget(Key key, Ended left) {
        commit(new Commit(List.of(), List.of(new Commit.Write.Delete(key))));
        image = image.with(left);
    }

    // Background work

    /**
     * Does what is under way, one step further: for each table that is not at rest, and for spaces
     * that are no longer used.
     *
     * @return whether there is more to do at once
     */
    public boolean runOnce(Instant now) {
        CatalogImage seen = image;
        if (seen == atRest) {
            return false;
        }
        boolean more = false;
        for (Table table : tables()) {
            more |= advance(table.ref(), now);
        }
        dropSpaces();
        if (!more && seen == image) {
            atRest = seen;
        }
        return more;
    }

    private boolean advance(TableRef ref, Instant now) {
        while (settle(ref, now) instanceof Lifecycle.Step.Fill(var index)) {
            Table table = image.find(ref);
            if (table != null && !fill(table, index)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes a table and its replicas as far as they get without touching items: a new table becomes
     * ACTIVE, a deleted one is gone, an update is done. {@link #runOnce} does the same and the
     * rest, later.
     */
    public void settle(TableRef ref) {
        Instant now = clock.instant();
        var _ = settle(ref, now);
        Table table = image.find(ref);
        if (table != null) {
            otherReplicas(table).forEach(other -> settle(other.ref(), now));
        }
    }

    /** Returns the step that is left, which takes longer; or that nothing is. */
    private Lifecycle.Step settle(TableRef ref, Instant now) {
        while (true) {
            Table table = image.find(ref);
            if (table == null) {
                return new Lifecycle.Step.Nothing();
            }
            Lifecycle.Step step = Lifecycle.next(table, now);
            switch (step) {
                case Lifecycle.Step.Become(var after) -> replace(table, after, List.of());
                case Lifecycle.Step.Shed(var after, var gone) ->
                        replace(table, after, List.of(gone.space()));
                case Lifecycle.Step.Vanish _ -> remove(table);
                case Lifecycle.Step.Fill _, Lifecycle.Step.Nothing _ -> {
                    return step;
                }
            }
        }
    }

    /** Copies one piece without holding the lock; returns whether the index is complete. */
    private boolean fill(Table table, SecondaryIndex index) {
        Key after;
        synchronized (this) {
            after = fillPositions.get(index.space());
        }
        Key reached = backfill.advance(table, index, after);
        synchronized (this) {
            if (reached != null) {
                fillPositions.put(index.space(), reached);
                return false;
            }
            fillPositions.remove(index.space());
        }
        replace(table, Lifecycle.filled(table, index), List.of());
        return true;
    }

    /**
     * Commits {@code after} if {@code before} is still the present state; otherwise the next step
     * is decided from what is.
     */
    private synchronized void replace(Table before, Table after, List<Long> unused) {
        var _ =
                commit(
                        List.of(before),
                        List.of(after),
                        unused,
                        List.of(),
                        new Spaces(spaceCounter));
    }

    private synchronized void remove(Table table) {
        List<Long> unused = new ArrayList<>();
        unused.add(table.space());
        table.allIndexes().forEach(index -> unused.add(index.space()));
        var _ =
                commit(
                        List.of(table),
                        Collections.singletonList(null),
                        unused,
                        List.of(),
                        new Spaces(spaceCounter));
    }

    private void dropSpaces() {
        List<Long> spaces;
        synchronized (this) {
            spaces = List.copyOf(spacesToDrop);
        }
        for (long space : spaces) {
            storage.dropSpace(space);
            Key marker = Keyspace.droppedSpace(space);
            storage.commit(new Commit(List.of(), List.of(new Commit.Write.Delete(marker))));
            synchronized (this) {
                spacesToDrop.remove(space);
                fillPositions.remove(space);
            }
        }
    }

    // Decide, commit, apply

    /** Decides a table's next state; returning the present one means that nothing changes. */
    private interface Decision {
        Table decide(@Nullable Table present, Spaces spaces);
    }

    private Table changeExisting(TableRef ref, BiFunction<Table, Spaces, Table> decision) {
        return change(
                ref,
                (present, spaces) ->
                        decision.apply(present == null ? describe(ref) : present, spaces));
    }

    private Table change(TableRef ref, Decision decision) {
        return attempt(
                ref, (present, spaces) -> Effect.of(List.of(decision.decide(present, spaces))));
    }

    /**
     * What a change comes to.
     *
     * @param tables as they are to be, the one that was asked for first
     * @param unused spaces that nothing refers to any more
     * @param writes what is committed with them
     */
    private record Effect(List<Table> tables, List<Long> unused, List<Commit.Write> writes) {
        static Effect of(List<Table> tables) {
            return new Effect(tables, List.of(), List.of());
        }
    }

    /** As {@link #changeExisting}, of a table together with its replicas. */
    private Table changeAll(TableRef ref, BiFunction<Table, Spaces, Effect> decision) {
        return attempt(
                ref,
                (present, spaces) ->
                        decision.apply(present == null ? describe(ref) : present, spaces));
    }

    /** Decides what becomes of a table, and of others with it. */
    private interface Attempt {
        Effect decide(@Nullable Table present, Spaces spaces);
    }

    private Table attempt(TableRef ref, Attempt decision) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            if (stale) {
                load();
            }
            Spaces spaces = new Spaces(spaceCounter);
            Effect effect = decision.decide(image.find(ref), spaces);
            List<@Nullable Table> before = new ArrayList<>();
            List<Table> after = new ArrayList<>();
            for (Table table : effect.tables()) {
                Table present = image.find(table.ref());
                if (!table.equals(present)) {
                    before.add(present);
                    after.add(table);
                }
            }
            if (after.isEmpty()) {
                return effect.tables().getFirst();
            }
            if (commit(before, after, effect.unused(), effect.writes(), spaces)) {
                Table applied = image.find(ref);
                return applied == null ? effect.tables().getFirst() : applied;
            }
        }
        throw new DatabaseException.Throttled("Too many simultaneous changes of the catalog");
    }

    /** Returns false, with the image read anew, if another process was faster. */
    private boolean commit(
            List<? extends @Nullable Table> before,
            List<? extends @Nullable Table> after,
            List<Long> unusedSpaces,
            List<Commit.Write> more,
            Spaces spaces) {
        List<Commit.Check> checks = new ArrayList<>();
        List<Commit.Write> writes = new ArrayList<>(more);
        List<Ended> left = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Table was = before.get(i);
            Table is = after.get(i);
            Key key = Keyspace.table(ref(was, is));
            checks.add(new Commit.Check(key, was == null ? null : was.version()));
            writes.add(
                    is == null
                            ? new Commit.Write.Delete(key)
                            : new Commit.Write.Put(key, TableCodec.encode(is)));
            Ended ended = Ended.by(was, is, sequences.next(), clock.instant());
            ended.addTo(writes);
            left.add(ended);
        }
        spaces.addTo(checks, writes);
        unusedSpaces.forEach(space -> writes.add(Keyspace.markDropped(space)));
        switch (commit(new Commit(checks, writes))) {
            case Commit.Result.Conflict _ -> {
                load();
                return false;
            }
            case Commit.Result.Committed(var version) -> {
                CatalogImage next = image;
                for (int i = 0; i < after.size(); i++) {
                    Table is = after.get(i);
                    next =
                            next.with(
                                    ref(before.get(i), is),
                                    is == null ? null : is.with().version(version).build(),
                                    left.get(i));
                }
                image = next;
                spaceCounter = spaces.counterAt(version);
                spacesToDrop.addAll(unusedSpaces);
                return true;
            }
        }
    }

    private static TableRef ref(@Nullable Table before, @Nullable Table after) {
        return after == null ? Objects.requireNonNull(before).ref() : after.ref();
    }

    private Commit.Result commit(Commit commit) {
        try {
            return storage.commit(commit);
        } catch (StorageException unknown) {
            stale = true;
            throw unknown;
        }
    }

    /** Hands out fresh spaces to one change; the counter moves in the change's own commit. */
    private static final class Spaces {
        private final @Nullable Stored counter;
        private final long first;
        private long next;

        Spaces(@Nullable Stored counter) {
            this.counter = counter;
            this.first =
                    counter == null ? Keyspace.FIRST_TABLE : Keyspace.readSpace(counter.value());
            this.next = first;
        }

        long next() {
            return next++;
        }

        void addTo(List<Commit.Check> checks, List<Commit.Write> writes) {
            if (next > first) {
                checks.add(Commit.Check.unchanged(Keyspace.nextSpace(), counter));
                writes.add(new Commit.Write.Put(Keyspace.nextSpace(), Keyspace.writeSpace(next)));
            }
        }

        /** The counter as it stands after a commit that {@link #addTo} was part of. */
        @Nullable Stored counterAt(Version version) {
            return next > first ? new Stored(Keyspace.writeSpace(next), version) : counter;
        }
    }
}
