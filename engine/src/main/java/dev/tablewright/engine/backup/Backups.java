package dev.tablewright.engine.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.Backup.Status;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The backups of all tables.
 *
 * <p>A backup holds the items of one instant: the moment at which it was asked for, whatever is
 * written while it is made. It is made by {@link #runOnce}, object by object, in the memory of one.
 * One that a crash interrupts is made anew from the start, of the table as it is by then, and says
 * so in its creation time; if the table is gone by then, so is the backup.
 *
 * <p>Safe for use by many threads; {@link #runOnce} for one at a time.
 */
public final class Backups implements AutoCloseable {
    /** How long the last backup of a deleted table is kept. */
    public static final Duration SYSTEM_RETENTION = Duration.ofDays(35);

    private static final Duration LOOK_FOR_EXPIRED = Duration.ofMinutes(1);

    private final StorageEngine storage;
    private final Catalog catalog;
    private final ObjectStore objects;
    private final TableSizes sizes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final BackupRecords records;
    private final long objectBytes;

    /** Backups that are being made. Their steps are taken by who holds {@link #steps}. */
    private final Map<BackupRef, BackupJob> jobs = new ConcurrentHashMap<>();

    private final Object steps = new Object();

    /** Guarded by {@link #steps}. */
    private final List<Backup> interrupted = new ArrayList<>();

    /** Backups whose objects are to be removed. */
    private final Map<BackupRef, Backup> unwanted = new ConcurrentHashMap<>();

    private Instant nextLook = Instant.MIN;

    private Backups(
            StorageEngine storage,
            Catalog catalog,
            ObjectStore objects,
            TableSizes sizes,
            InstantSource clock,
            RandomGenerator random,
            long objectBytes) {
        this.storage = storage;
        this.catalog = catalog;
        this.objects = objects;
        this.sizes = sizes;
        this.clock = clock;
        this.random = random;
        this.records = new BackupRecords(storage);
        this.objectBytes = objectBytes;
    }

    /**
     * Opens the backups recorded in {@code storage}.
     *
     * @param objects where their items are
     * @param random makes ids
     */
    public static Backups open(
            StorageEngine storage,
            Catalog catalog,
            ObjectStore objects,
            TableSizes sizes,
            InstantSource clock,
            RandomGenerator random) {
        return open(storage, catalog, objects, sizes, clock, random, BackupJob.OBJECT_BYTES);
    }

    static Backups open(
            StorageEngine storage,
            Catalog catalog,
            ObjectStore objects,
            TableSizes sizes,
            InstantSource clock,
            RandomGenerator random,
            long objectBytes) {
        var backups = new Backups(storage, catalog, objects, sizes, clock, random, objectBytes);
        for (Backup backup : backups.records.all()) {
            switch (backup.status()) {
                case CREATING -> backups.interrupted.add(backup);
                case DELETED -> backups.unwanted.put(backup.ref(), backup);
                case AVAILABLE -> {}
            }
        }
        return backups;
    }

    static ExportLayout layoutOf(BackupRef ref) {
        return new ExportLayout(
                "backups", ref.table().account() + "/" + ref.table().region(), ref.id());
    }

    // Asking

    /**
     * Begins a backup of what the table holds now; CREATING until it is made.
     *
     * @throws DatabaseException.TableNotFound if there is no such table
     * @throws DatabaseException.TableInUse while the table is CREATING or DELETING
     */
    public Backup create(TableRef table, String name) {
        return create(table, name, Backup.Type.USER);
    }

    /** As {@link #create(TableRef, String)}, for whoever asks for backups of {@code type}. */
    public Backup create(TableRef table, String name, Backup.Type type) {
        requireUsable(table, catalog.find(table));
        ReadView view = storage.read();
        try {
            Table source = requireUsable(table, catalog.find(table, view));
            return begin(source, name, type, null, view);
        } catch (RuntimeException failed) {
            view.close();
            throw failed;
        }
    }

    private static Table requireUsable(TableRef ref, @Nullable Table table) {
        if (table == null) {
            throw new DatabaseException.TableNotFound("Table not found: " + ref.name());
        }
        if (!table.usable()) {
            throw DatabaseException.TableInUse.of(table.status().name(), ref);
        }
        return table;
    }

    private Backup begin(
            Table source, String name, Backup.Type type, @Nullable Duration kept, ReadView view) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TableSizes.Size size = sizes.of(source.space());
        while (true) {
            Backup backup =
                    new Backup(
                            BackupRef.at(source.ref(), now.toEpochMilli(), random.nextInt()),
                            name,
                            type,
                            Status.CREATING,
                            source,
                            now,
                            kept == null ? null : now.plus(kept),
                            size.items(),
                            size.bytes(),
                            null);
            if (records.add(backup)) {
                jobs.put(backup.ref(), new BackupJob(backup, view, objects, clock, objectBytes));
                return backup;
            }
        }
    }

    /**
     * Returns a backup.
     *
     * @throws DatabaseException.BackupNotFound if there is none
     */
    public Backup describe(BackupRef ref) {
        Backup backup = records.find(ref);
        if (backup == null || backup.status() == Status.DELETED) {
            throw notFound(ref.arn());
        }
        return backup;
    }

    /** What a backup that is not there is answered with. */
    public static DatabaseException.BackupNotFound notFound(String arn) {
        return new DatabaseException.BackupNotFound("Backup not found: " + arn);
    }

    /**
     * Which backups are listed.
     *
     * @param table null for those of every table
     * @param from first moment; null for the beginning
     * @param before first moment no more listed; null for no end
     * @param type null for every type
     */
    public record Filter(
            @Nullable String table,
            @Nullable Instant from,
            @Nullable Instant before,
            Backup.@Nullable Type type) {
        private boolean takes(Backup backup) {
            return backup.status() != Status.DELETED
                    && (table == null || backup.ref().table().name().equals(table))
                    && (from == null || !backup.created().isBefore(from))
                    && (before == null || backup.created().isBefore(before))
                    && (type == null || backup.type() == type);
        }
    }

    /**
     * A page of backups.
     *
     * @param last where the next page starts; null when there is none
     */
    public record Page(List<Backup> backups, @Nullable BackupRef last) {
        /** Copies the list. */
        public Page {
            backups = List.copyOf(backups);
        }
    }

    /**
     * Lists the backups of an account in a region, oldest first.
     *
     * @param after starts behind this backup, which need not exist; null for the start
     * @param limit 1 to 100
     */
    public Page list(
            String account, String region, Filter filter, @Nullable BackupRef after, int limit) {
        List<Backup> found =
                records.list(
                        account,
                        region,
                        after == null ? null : after.id(),
                        limit + 1,
                        filter::takes);
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<Backup> page = found.subList(0, limit);
        return new Page(page, page.getLast().ref());
    }

    /**
     * Deletes a backup; its objects go in the background.
     *
     * @return the backup, DELETED
     * @throws DatabaseException.BackupNotFound if there is none
     * @throws DatabaseException.BackupInUse while it is being made or restored from
     */
    public Backup delete(BackupRef ref) {
        synchronized (steps) {
            Backup backup = describe(ref);
            requireMade(backup);
            if (isRestoredFrom(ref)) {
                throw new DatabaseException.BackupInUse("Backup is being restored: " + ref.arn());
            }
            Backup deleted = backup.withStatus(Status.DELETED);
            records.replace(deleted);
            unwanted.put(ref, deleted);
            return deleted;
        }
    }

    private static void requireMade(Backup backup) {
        if (backup.status() == Status.CREATING) {
            throw new DatabaseException.BackupInUse(
                    "Backup is being created: " + backup.ref().arn());
        }
    }

    private boolean isRestoredFrom(BackupRef ref) {
        String arn = ref.arn();
        return catalog.tables().stream()
                .map(table -> table.settings().restoration())
                .anyMatch(from -> isUnderWay(from) && arn.equals(from.backupArn()));
    }

    private static boolean isUnderWay(@Nullable Restoration restoration) {
        return restoration != null && restoration.inProgress();
    }

    // For restores

    /** Begins to restore from a backup, so that it is not deleted before. */
    @FunctionalInterface
    interface Use {
        /** Makes the table that is restored to. */
        Table begin(Backup backup, ExportReader reader) throws IOException;
    }

    /** Calls {@code use} with a backup that is there and not deleted before it is in use. */
    Table use(BackupRef ref, Use use) {
        synchronized (steps) {
            Backup backup = describe(ref);
            requireMade(backup);
            try {
                return use.begin(backup, reader(ref));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    ExportReader reader(BackupRef ref) {
        return new ExportReader(objects, layoutOf(ref));
    }

    /** Notes that a backup cannot be restored. */
    void markDamaged(BackupRef ref, String how) {
        mark(ref, how);
    }

    /** Notes that a backup can be restored, again. */
    void markWhole(BackupRef ref) {
        mark(ref, null);
    }

    private void mark(BackupRef ref, @Nullable String how) {
        Backup backup = records.find(ref);
        if (backup != null) {
            records.replace(backup.damaged(how));
        }
    }

    // Background work

    /**
     * Makes every backup that is being made one object further, backs up tables that are being
     * deleted, and removes what is deleted or has expired.
     *
     * @return whether there is more to do at once
     */
    public boolean runOnce(Instant now) {
        synchronized (steps) {
            resumeInterrupted();
            catalog.awaitingLastBackup().forEach(this::beginLast);
        }
        boolean more = false;
        for (BackupJob job : List.copyOf(jobs.values())) {
            more |= !step(job);
        }
        unwanted.values().forEach(this::removeObjects);
        removeExpired(now);
        return more;
    }

    /**
     * Takes a table that is being deleted as far as one step gets it: a small one is backed up and
     * gone. {@link #runOnce} does the same, later.
     */
    public void settle(TableRef deleted) {
        Table table = catalog.find(deleted);
        if (table == null || !catalog.awaitingLastBackup().contains(table)) {
            return;
        }
        synchronized (steps) {
            beginLast(table);
        }
        for (BackupJob job : jobs.values()) {
            if (isLastOf(job.backup(), table)) {
                var _ = step(job);
            }
        }
    }

    private boolean step(BackupJob job) {
        synchronized (steps) {
            BackupRef ref = job.backup().ref();
            if (!jobs.containsKey(ref)) {
                return true;
            }
            try {
                if (!job.step()) {
                    return false;
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("backup " + ref.arn(), failed);
            }
            records.replace(job.made());
            jobs.remove(ref);
            job.close();
            if (job.backup().type() == Backup.Type.SYSTEM) {
                catalog.letGo(job.backup().source());
            }
            return true;
        }
    }

    private void resumeInterrupted() {
        while (!interrupted.isEmpty()) {
            Backup backup = interrupted.getLast();
            ReadView view = storage.read();
            Table table = catalog.find(backup.ref().table(), view);
            if (table == null || !table.id().equals(backup.source().id())) {
                view.close();
                Backup deleted = backup.withStatus(Status.DELETED);
                records.replace(deleted);
                unwanted.put(backup.ref(), deleted);
            } else {
                Backup again =
                        backup.takenAgain(table, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                records.replace(again);
                jobs.put(again.ref(), new BackupJob(again, view, objects, clock, objectBytes));
            }
            interrupted.removeLast();
        }
    }

    /** Begins the last backup of a table that is DELETING, unless it is begun or made already. */
    private void beginLast(Table table) {
        if (jobs.values().stream().anyMatch(job -> isLastOf(job.backup(), table))) {
            return;
        }
        Predicate<Backup> last = backup -> isLastOf(backup, table);
        String account = table.ref().account();
        if (!records.list(account, table.ref().region(), null, 1, last).isEmpty()) {
            catalog.letGo(table);
            return;
        }
        ReadView view = storage.read();
        try {
            var _ =
                    begin(
                            table,
                            table.ref().name() + "$DeletedTableBackup",
                            Backup.Type.SYSTEM,
                            SYSTEM_RETENTION,
                            view);
        } catch (RuntimeException failed) {
            view.close();
            throw failed;
        }
    }

    private static boolean isLastOf(Backup backup, Table table) {
        return backup.type() == Backup.Type.SYSTEM && backup.source().id().equals(table.id());
    }

    private void removeObjects(Backup backup) {
        try {
            objects.deleteAll(layoutOf(backup.ref()).prefix());
        } catch (IOException failed) {
            throw new UncheckedIOException("objects of " + backup.ref().arn(), failed);
        }
        records.remove(backup.ref());
        unwanted.remove(backup.ref());
    }

    private void removeExpired(Instant now) {
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(LOOK_FOR_EXPIRED);
        for (Backup backup : records.all()) {
            Instant expires = backup.expires();
            if (expires != null && !now.isBefore(expires) && backup.status() == Status.AVAILABLE) {
                removeUnlessInUse(backup.ref());
            }
        }
    }

    private void removeUnlessInUse(BackupRef ref) {
        try {
            var _ = delete(ref);
        } catch (DatabaseException.BackupInUse later) {
            // It is looked at again.
        }
    }

    /** Lets the views of backups go that are being made; they are made anew after the next open. */
    @Override
    public void close() {
        synchronized (steps) {
            jobs.values().forEach(BackupJob::close);
            jobs.clear();
        }
    }
}
