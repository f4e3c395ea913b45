package dev.tablewright.engine.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.engine.backup.RestoreRecord.Source;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.PointInTimeRecovery;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tables that are restored. Such a table is CREATING, and nobody sees its items, until all of them
 * are there; if they cannot be, it vanishes. A crash costs nothing: the restore goes on where it
 * was.
 *
 * <p>Safe for use by many threads; {@link #runOnce} for one at a time.
 */
public final class Restores implements AutoCloseable {
    /** Most restores of an account at a time. */
    static final int MAX_RESTORES = 50;

    private final StorageEngine storage;
    private final Catalog catalog;
    private final Backups backups;
    private final TableFill fill;
    private final ChangeLog changes;
    private final InstantSource clock;
    private final int chunk;
    private final Map<TableRef, RestoreJob> jobs = new ConcurrentHashMap<>();

    private Restores(
            StorageEngine storage,
            Catalog catalog,
            Backups backups,
            ChangeLog changes,
            InstantSource clock,
            int chunk) {
        this.storage = storage;
        this.catalog = catalog;
        this.backups = backups;
        this.changes = changes;
        this.clock = clock;
        this.chunk = chunk;
        this.fill = new TableFill(storage, catalog);
    }

    /**
     * Takes up the restores recorded in {@code storage}.
     *
     * @param changes what restores to a point in time go back by
     * @param chunk most items or changes that one step of such a restore looks at
     */
    public static Restores open(
            StorageEngine storage,
            Catalog catalog,
            Backups backups,
            ChangeLog changes,
            InstantSource clock,
            int chunk) {
        var restores = new Restores(storage, catalog, backups, changes, clock, chunk);
        restores.load();
        return restores;
    }

    private void load() {
        List<RestoreRecord> records = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.RESTORES, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                records.add(RestoreRecord.decode(entry.stored()));
            }
        }
        records.forEach(this::resume);
        // The record follows its table; a crash in between leaves a table that nobody was told of.
        for (Table table : catalog.tables()) {
            if (isRestoring(table) && !jobs.containsKey(table.ref())) {
                catalog.abandon(table);
            }
        }
    }

    private void resume(RestoreRecord record) {
        switch (record.source()) {
            case Source.FromBackup(var backup) -> jobs.put(record.target(), from(backup, record));
            case Source.FromMoment moment -> {
                RestoreJob job = backTo(moment, record);
                if (job == null) {
                    forget(record);
                } else {
                    jobs.put(record.target(), job);
                }
            }
        }
    }

    private RestoreJob from(BackupRef backup, RestoreRecord record) {
        return new FromBackupJob(record, backups.reader(backup), fill);
    }

    /** Returns null if the log does not reach back that far any more. */
    private @Nullable RestoreJob backTo(Source.FromMoment moment, RestoreRecord record) {
        ReadView view = storage.read();
        try {
            Table source = catalog.find(moment.table(), view);
            if (source != null
                    && source.id().equals(moment.tableId())
                    && reaches(source.settings().recovery(), moment.cut())) {
                return new FromMomentJob(
                        record,
                        new PastItems(storage, view, source, moment.cut(), moment.scratch(), chunk),
                        storage,
                        fill);
            }
        } catch (RuntimeException failed) {
            view.close();
            throw failed;
        }
        view.close();
        return null;
    }

    private boolean reaches(PointInTimeRecovery recovery, long cut) {
        Instant earliest = recovery.earliest(clock.instant());
        return earliest != null && SequenceClock.at(earliest) <= cut + 1;
    }

    private static boolean isRestoring(Table table) {
        Restoration restoration = table.settings().restoration();
        return restoration != null && restoration.inProgress() && !restoration.isImport();
    }

    /**
     * Begins to restore a table from a backup.
     *
     * @throws DatabaseException.BackupNotFound if there is no such backup
     * @throws DatabaseException.BackupInUse while the backup is being made
     * @throws DatabaseException.TableAlreadyExists if there is a table of the target's name
     * @throws DatabaseException.TableInUse if that is being created or deleted
     * @throws DatabaseException.LimitExceeded beyond {@value #MAX_RESTORES} restores at a time, or
     *     beyond what tables there may be
     * @throws ValidationException if {@code overrides} do not fit, or the backup is damaged
     */
    public Table fromBackup(BackupRef from, TableRef target, RestoreOverrides overrides) {
        return backups.use(
                from,
                (backup, reader) -> {
                    requireFree(target);
                    Table like = overrides.applyTo(backup.source(), target);
                    requireReadable(backup, reader);
                    return begin(
                            target,
                            like,
                            new Restoration(from.arn(), from.table().arn(), backup.created(), true),
                            new Source.FromBackup(from));
                });
    }

    /**
     * Begins to restore a table to a moment. Shape and settings of the new table are those that the
     * source has now, as DynamoDB has it; so an index that was made since is there too, with the
     * items of the moment.
     *
     * @param moment everything committed up to this millisecond counts, and nothing later; null for
     *     now
     * @throws DatabaseException.TableNotFound if there is no source
     * @throws DatabaseException.RecoveryUnavailable if point-in-time recovery is off for it
     * @throws DatabaseException.InvalidRestoreTime if {@code moment} is not in its window
     * @throws DatabaseException.TableAlreadyExists as {@link #fromBackup}, and so on
     */
    public Table toMoment(
            TableRef from, @Nullable Instant moment, TableRef target, RestoreOverrides overrides) {
        Table source = catalog.find(from);
        if (source == null || source.status() == TableStatus.DELETING) {
            throw new DatabaseException.TableNotFound("Table not found: " + from.name());
        }
        Instant now = clock.instant();
        long cut = cut(source, moment, now);
        requireFree(target);
        Table like = overrides.applyTo(source, target);
        var restoration = new Restoration(null, from.arn(), moment == null ? now : moment, true);
        return begin(
                target,
                like,
                restoration,
                new Source.FromMoment(from, source.id(), source.space(), cut, catalog.newSpace()));
    }

    /** The last number that counts: that of the moment's last change. */
    private long cut(Table source, @Nullable Instant moment, Instant now) {
        PointInTimeRecovery recovery = source.settings().recovery();
        Instant earliest = recovery.earliest(now);
        Instant latest = recovery.latest(now);
        if (earliest == null || latest == null) {
            throw new DatabaseException.RecoveryUnavailable(
                    "Point in time recovery is not enabled for table '"
                            + source.ref().name()
                            + "'");
        }
        if (moment == null) {
            // Numbers may be ahead of a clock that was set back.
            return Math.max(lastOf(now), changes.settled());
        }
        if (moment.isBefore(earliest.truncatedTo(ChronoUnit.SECONDS)) || moment.isAfter(latest)) {
            throw invalidTime();
        }
        return lastOf(moment.isBefore(earliest) ? earliest : moment);
    }

    private static DatabaseException.InvalidRestoreTime invalidTime() {
        return new DatabaseException.InvalidRestoreTime(
                "RestoreDateTime must be between EarliestRestorableDateTime and"
                        + " LatestRestorableDateTime");
    }

    /** Returns the last number that a change of this millisecond can have. */
    static long lastOf(Instant millisecond) {
        return SequenceClock.at(millisecond.plusMillis(1)) - 1;
    }

    private void requireFree(TableRef target) {
        Table present = catalog.find(target);
        if (present != null && !present.usable()) {
            throw DatabaseException.TableInUse.of(present.status().name(), target);
        }
        if (present != null) {
            throw new DatabaseException.TableAlreadyExists(
                    "Table already exists: " + target.name());
        }
        long underWay =
                jobs.keySet().stream()
                        .filter(other -> other.account().equals(target.account()))
                        .count();
        if (underWay >= MAX_RESTORES) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Only "
                            + MAX_RESTORES
                            + " tables can be restored simultaneously");
        }
    }

    /**
     * Items are compared with their checksums later, while they are put back; those of a backup
     * that was found damaged before at once, as its objects may have been mended.
     */
    private void requireReadable(Backup backup, ExportReader reader) throws IOException {
        try {
            reader.requireFiles();
            if (backup.damage() != null) {
                reader.requireChecksums();
                backups.markWhole(backup.ref());
            }
        } catch (DamagedExportException damaged) {
            String damage = String.valueOf(damaged.getMessage());
            backups.markDamaged(backup.ref(), damage);
            throw new ValidationException(
                    "Backup " + backup.ref().arn() + " is damaged: " + damage);
        }
    }

    private synchronized Table begin(
            TableRef target, Table like, Restoration restoration, Source source) {
        Table table = catalog.restore(target, like, restoration);
        RestoreRecord record = new RestoreRecord(target, table.id(), source, Position.START);
        commit(record.put());
        resume(record);
        if (!jobs.containsKey(target)) {
            // The window has moved on meanwhile.
            catalog.abandon(table);
            throw invalidTime();
        }
        return table;
    }

    /** Returns how far a table is restored, or null unless it is under way. */
    @Nullable Position progress(TableRef target) {
        RestoreJob job = jobs.get(target);
        return job == null ? null : job.record().position();
    }

    /**
     * Takes every restore one step further.
     *
     * @return whether there is more to do at once
     * @throws DamagedExportException if what is restored from is damaged; the table is gone then
     */
    public boolean runOnce() {
        for (RestoreJob job : jobs.values()) {
            step(job);
        }
        return !jobs.isEmpty();
    }

    private synchronized void step(RestoreJob job) {
        RestoreRecord record = job.record();
        Table target = catalog.find(record.target());
        if (target == null
                || !target.id().equals(record.tableId())
                || target.status() != TableStatus.CREATING
                || !isRestoring(target)) {
            end(job);
            return;
        }
        try {
            if (job.step(target)) {
                catalog.restored(target.ref());
                end(job);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("restore of " + target.ref().arn(), failed);
        } catch (DamagedExportException damaged) {
            catalog.abandon(target);
            if (record.source() instanceof Source.FromBackup(var backup)) {
                backups.markDamaged(backup, String.valueOf(damaged.getMessage()));
            }
            end(job);
            throw damaged;
        }
    }

    private void end(RestoreJob job) {
        jobs.remove(job.record().target());
        job.close();
        forget(job.record());
    }

    private void forget(RestoreRecord record) {
        if (record.source() instanceof Source.FromMoment moment) {
            catalog.drop(moment.scratch());
        }
        commit(new Commit.Write.Delete(record.key()));
    }

    private void commit(Commit.Write write) {
        if (storage.commit(new Commit(List.of(), List.of(write)))
                instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    /** Lets views go; restores go on after the next open. */
    @Override
    public synchronized void close() {
        jobs.values().forEach(RestoreJob::close);
        jobs.clear();
    }
}
