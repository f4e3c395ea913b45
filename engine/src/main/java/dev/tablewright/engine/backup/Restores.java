package dev.tablewright.engine.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.engine.backup.RestoreRecord.Source;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
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
    private final Map<TableRef, RestoreJob> jobs = new ConcurrentHashMap<>();

    private Restores(StorageEngine storage, Catalog catalog, Backups backups) {
        this.storage = storage;
        this.catalog = catalog;
        this.backups = backups;
        this.fill = new TableFill(storage, catalog);
    }

    /** Takes up the restores recorded in {@code storage}. */
    public static Restores open(StorageEngine storage, Catalog catalog, Backups backups) {
        var restores = new Restores(storage, catalog, backups);
        restores.load();
        return restores;
    }

    private void load() {
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.RESTORES, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                RestoreRecord record = RestoreRecord.decode(entry.stored());
                jobs.put(record.target(), job(record));
            }
        }
        // The record follows its table; a crash in between leaves a table that nobody was told of.
        for (Table table : catalog.tables()) {
            if (isRestoring(table) && !jobs.containsKey(table.ref())) {
                catalog.abandon(table);
            }
        }
    }

    private RestoreJob job(RestoreRecord record) {
        return switch (record.source()) {
            case Source.FromBackup(var backup) ->
                    new FromBackupJob(record, backups.reader(backup), fill);
            case Source.FromMoment _ -> throw new IllegalStateException("not yet");
        };
    }

    private static boolean isRestoring(Table table) {
        Restoration restoration = table.settings().restoration();
        return restoration != null && restoration.inProgress();
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

    /** Items are compared with their checksums later, while they are put back. */
    private void requireReadable(Backup backup, ExportReader reader) throws IOException {
        String damage = backup.damage();
        if (damage == null) {
            try {
                reader.requireFiles();
                return;
            } catch (DamagedExportException damaged) {
                damage = String.valueOf(damaged.getMessage());
                backups.markDamaged(backup.ref(), damage);
            }
        }
        throw new ValidationException("Backup " + backup.ref().arn() + " is damaged: " + damage);
    }

    private synchronized Table begin(
            TableRef target, Table like, Restoration restoration, Source source) {
        Table table = catalog.restore(target, like, restoration);
        RestoreRecord record = new RestoreRecord(target, table.id(), source, Position.START);
        commit(List.of(record.put()));
        jobs.put(target, job(record));
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
        commit(List.of(new Commit.Write.Delete(job.record().key())));
        jobs.remove(job.record().target());
        job.close();
    }

    private void commit(List<Commit.Write> writes) {
        if (storage.commit(new Commit(List.of(), writes)) instanceof Commit.Result.Conflict) {
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
