package dev.tablewright.storage.rocksdb;

import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.KeyLayout;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.StorageException;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps everything in one directory, by RocksDB.
 *
 * <p>On disk, a key is as {@link KeyLayout} says, and a value follows the version that wrote it (8
 * bytes). Two more entries begin with the byte FF, which no key does: the format, and the ceiling
 * of versions.
 *
 * <p>A commit holds the locks of all keys that it checks or writes while it reads, judges and
 * writes: that makes commits serializable. Commits that share no key run at the same time, and
 * RocksDB joins their writes into one flush of the log.
 */
public final class RocksEngine implements StorageEngine {
    private static final byte[] FORMAT_KEY = {(byte) 0xFF, 'f'};
    private static final byte[] CEILING_KEY = {(byte) 0xFF, 'v'};
    private static final long FORMAT = 1;
    private static final int VERSION_BYTES = Long.BYTES;
    private static final long CLOSE_SECONDS = 10;

    private final DirectoryLock directory;
    private final Tuning tuning;
    private final RocksDB store;
    private final WriteOptions writing;
    private final boolean flushOnClose;
    private final KeyLocks locks = new KeyLocks();
    private final Uses uses = new Uses();
    private final Versions versions;
    private final BulkFiles bulkFiles;

    private RocksEngine(
            DirectoryLock directory,
            Tuning tuning,
            RocksDB store,
            WriteOptions writing,
            Durability durability,
            BulkFiles bulkFiles)
            throws IOException, RocksDBException {
        this.directory = directory;
        this.tuning = tuning;
        this.store = store;
        this.writing = writing;
        this.flushOnClose = durability == Durability.MEMORY;
        this.bulkFiles = bulkFiles;
        checkFormat();
        byte[] ceiling = store.get(CEILING_KEY);
        versions =
                new Versions(
                        ceiling == null ? 0 : ByteBuffer.wrap(ceiling).getLong(),
                        this::raiseCeiling);
    }

    /**
     * Opens the engine kept in {@code directory}, and makes the directory if there is none.
     *
     * @throws DirectoryInUseException if it is open already, here or in another process
     * @throws IOException if it cannot be opened, or was written by a later release
     */
    public static RocksEngine open(Path directory, Durability durability) throws IOException {
        Files.createDirectories(directory);
        NativeLibrary.load(directory);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            DirectoryLock lock = keep(opened, DirectoryLock.acquire(directory));
            Tuning tuning = keep(opened, new Tuning());
            WriteOptions writing = keep(opened, writing(durability));
            RocksDB store = keep(opened, RocksDB.open(tuning.options(), directory.toString()));
            BulkFiles bulkFiles = BulkFiles.beside(directory, store, tuning);
            RocksEngine engine =
                    new RocksEngine(lock, tuning, store, writing, durability, bulkFiles);
            opened.clear();
            return engine;
        } catch (RocksDBException failed) {
            throw new IOException(
                    "data directory " + directory + " cannot be opened: " + failed.getMessage(),
                    failed);
        } finally {
            for (AutoCloseable resource : opened.reversed()) {
                closeQuietly(resource);
            }
        }
    }

    private static <T extends AutoCloseable> T keep(List<AutoCloseable> opened, T resource) {
        opened.add(resource);
        return resource;
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception _) {
            // What made us give up is thrown; this would only hide it.
        }
    }

    private static WriteOptions writing(Durability durability) {
        WriteOptions options = new WriteOptions();
        return switch (durability) {
            case DISK -> options.setSync(true);
            case OS -> options;
            case MEMORY -> options.setDisableWAL(true);
        };
    }

    private void checkFormat() throws IOException, RocksDBException {
        byte[] format = store.get(FORMAT_KEY);
        if (format == null) {
            store.put(writing, FORMAT_KEY, longBytes(FORMAT));
        } else if (ByteBuffer.wrap(format).getLong() != FORMAT) {
            throw new IOException(
                    "data directory was written by another release (storage format %d, this one reads %d)"
                            .formatted(ByteBuffer.wrap(format).getLong(), FORMAT));
        }
    }

    private void raiseCeiling(long version) {
        try {
            store.put(writing, CEILING_KEY, longBytes(version));
        } catch (RocksDBException failed) {
            throw new StorageException("versions cannot be reserved", failed);
        }
    }

    @Override
    public ReadView read() {
        uses.begin();
        // In this order: whatever has ended by now is in the snapshot.
        Version version = new Version(versions.ended());
        return new RocksView(store, uses, version);
    }

    @Override
    public Commit.Result commit(Commit commit) {
        if (commit.sizeBytes() > MAX_COMMIT_BYTES) {
            throw new IllegalArgumentException("commit of " + commit.sizeBytes() + " bytes");
        }
        List<byte[]> keys = new ArrayList<>(commit.checks().size() + commit.writes().size());
        for (Check check : commit.checks()) {
            keys.add(KeyLayout.encode(check.key()));
        }
        for (Write write : commit.writes()) {
            keys.add(KeyLayout.encode(write.key()));
        }
        uses.begin();
        try (KeyLocks.Held _ = locks.lock(keys)) {
            return apply(commit, keys);
        } catch (RocksDBException failed) {
            throw new StorageException("the outcome of a commit is unknown", failed);
        } finally {
            uses.end();
        }
    }

    private Commit.Result apply(Commit commit, List<byte[]> keys) throws RocksDBException {
        List<Check> checks = commit.checks();
        for (int i = 0; i < checks.size(); i++) {
            if (!holds(checks.get(i), keys.get(i))) {
                return new Commit.Result.Conflict(checks.get(i));
            }
        }
        long version = versions.begin();
        try {
            write(commit.writes(), keys.subList(checks.size(), keys.size()), version);
        } finally {
            versions.end(version);
        }
        return new Commit.Result.Committed(new Version(version));
    }

    private boolean holds(Check check, byte[] key) throws RocksDBException {
        // Only the version is copied out of native memory, however large the value.
        byte[] head = new byte[VERSION_BYTES];
        boolean absent = store.get(key, head) == RocksDB.NOT_FOUND;
        Version seen = check.seen();
        return absent
                ? seen == null
                : seen != null && seen.number() == ByteBuffer.wrap(head).getLong();
    }

    private void write(List<Write> writes, List<byte[]> keys, long version)
            throws RocksDBException {
        if (writes.isEmpty()) {
            return;
        }
        try (WriteBatch batch = new WriteBatch()) {
            for (int i = 0; i < writes.size(); i++) {
                switch (writes.get(i)) {
                    case Write.Put(_, var value) -> batch.put(keys.get(i), encode(value, version));
                    case Write.Delete _ -> batch.delete(keys.get(i));
                }
            }
            store.write(writing, batch);
        }
    }

    static byte[] encode(Bytes value, long version) {
        return ByteBuffer.allocate(VERSION_BYTES + value.length())
                .putLong(version)
                .put(value.array())
                .array();
    }

    static Stored decode(byte[] stored) {
        return new Stored(
                Bytes.wrap(Arrays.copyOfRange(stored, VERSION_BYTES, stored.length)),
                new Version(ByteBuffer.wrap(stored).getLong()));
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /**
     * Writes the values as a file of RocksDB's own, sorted, and has that adopted: neither the log
     * nor the write buffers see them, and nothing is compacted where the keys are new to the store.
     */
    @Override
    public void load(List<Write.Put> puts) {
        if (puts.isEmpty()) {
            return;
        }
        uses.begin();
        try {
            long version = versions.begin();
            try {
                bulkFiles.adopt(puts, version);
            } finally {
                versions.end(version);
            }
        } catch (RocksDBException | IOException failed) {
            throw new StorageException("what was loaded may not be there", failed);
        } finally {
            uses.end();
        }
    }

    @Override
    public void dropSpace(long space) {
        KeyLayout.Bounds bounds = KeyLayout.bounds(space);
        uses.begin();
        try (KeyLocks.Held _ = locks.lockAll()) {
            store.deleteRange(writing, bounds.from(), bounds.to());
        } catch (RocksDBException failed) {
            throw new StorageException("space " + space + " may not be dropped", failed);
        } finally {
            uses.end();
        }
    }

    /**
     * Waits up to 10 seconds for views and commits to end, and closes the store.
     *
     * @throws IllegalStateException if some did not end; then the store stays open until the
     *     process ends, because closing it under them would crash the process. Nothing acknowledged
     *     is lost.
     */
    @Override
    public void close() {
        if (!uses.close()) {
            return;
        }
        if (!uses.awaitEnd(CLOSE_SECONDS)) {
            throw new IllegalStateException("views or commits are still open");
        }
        try {
            if (flushOnClose) {
                flush();
            }
        } finally {
            store.close();
            writing.close();
            tuning.close();
            unlock();
        }
    }

    private void flush() {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            store.flush(options);
        } catch (RocksDBException failed) {
            throw new StorageException("what was in memory may not be on disk", failed);
        }
    }

    private void unlock() {
        try {
            directory.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads one value as of {@code reading}. */
    static @Nullable Stored get(RocksDB store, org.rocksdb.ReadOptions reading, byte[] key) {
        try {
            byte[] stored = store.get(reading, key);
            return stored == null ? null : decode(stored);
        } catch (RocksDBException failed) {
            throw new StorageException("a value cannot be read", failed);
        }
    }
}
