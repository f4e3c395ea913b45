package dev.tablewright.engine.backup;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The records of backups in the storage. */
final class BackupRecords {
    private final StorageEngine storage;

    BackupRecords(StorageEngine storage) {
        this.storage = storage;
    }

    /** Returns a backup in whatever state, or null. */
    @Nullable Backup find(BackupRef ref) {
        try (ReadView view = storage.read()) {
            Stored stored = view.get(keyOf(ref));
            Backup backup = stored == null ? null : BackupCodec.decode(stored);
            return backup == null || !backup.ref().equals(ref) ? null : backup;
        }
    }

    /** Returns every backup of all accounts and regions. */
    List<Backup> all() {
        List<Backup> backups = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.BACKUPS, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                backups.add(BackupCodec.decode(entry.stored()));
            }
        }
        return backups;
    }

    /**
     * Returns the backups of an account in a region that {@code wanted} takes, by time.
     *
     * @param after starts behind this id; null for the start
     * @param limit most backups
     */
    List<Backup> list(
            String account,
            String region,
            @Nullable String after,
            int limit,
            Predicate<Backup> wanted) {
        List<Backup> backups = new ArrayList<>();
        var range =
                new ReadView.Range(
                        Keyspace.BACKUPS,
                        Keyspace.backupsOf(account, region),
                        after == null ? null : utf8(after),
                        true,
                        null,
                        false,
                        true);
        try (ReadView view = storage.read();
                Cursor cursor = view.range(range)) {
            for (Entry entry = cursor.next();
                    entry != null && backups.size() < limit;
                    entry = cursor.next()) {
                Backup backup = BackupCodec.decode(entry.stored());
                if (wanted.test(backup)) {
                    backups.add(backup);
                }
            }
        }
        return backups;
    }

    /** Stores a new backup; false if there is one of that id. */
    boolean add(Backup backup) {
        Key key = keyOf(backup.ref());
        var commit =
                new Commit(
                        List.of(Commit.Check.absent(key)),
                        List.of(new Commit.Write.Put(key, BackupCodec.encode(backup))));
        return storage.commit(commit) instanceof Commit.Result.Committed;
    }

    /** Stores a backup in place of what is stored of it. */
    void replace(Backup backup) {
        commit(new Commit.Write.Put(keyOf(backup.ref()), BackupCodec.encode(backup)));
    }

    void remove(BackupRef ref) {
        commit(new Commit.Write.Delete(keyOf(ref)));
    }

    private void commit(Commit.Write write) {
        if (storage.commit(new Commit(List.of(), List.of(write)))
                instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    private static Key keyOf(BackupRef ref) {
        return Keyspace.backup(ref.table().account(), ref.table().region(), ref.id());
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
