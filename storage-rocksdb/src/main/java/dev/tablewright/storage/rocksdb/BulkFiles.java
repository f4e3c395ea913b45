package dev.tablewright.storage.rocksdb;

import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.KeyLayout;

import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Files of RocksDB's form that are written beside its store, and then adopted into it whole. */
final class BulkFiles {
    private static final String DIRECTORY = "loading";

    private final Path directory;
    private final RocksDB store;
    private final Tuning tuning;
    private final AtomicLong number = new AtomicLong();

    private BulkFiles(Path directory, RocksDB store, Tuning tuning) {
        this.directory = directory;
        this.store = store;
        this.tuning = tuning;
    }

    /** Removes what a crash left unfinished. */
    static BulkFiles beside(Path store, RocksDB open, Tuning tuning) throws IOException {
        Path directory = Files.createDirectories(store.resolve(DIRECTORY));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        return new BulkFiles(directory, open, tuning);
    }

    /** Writes a file, synced to the disk, and moves it into the store. */
    void adopt(List<Write.Put> puts, long version) throws RocksDBException, IOException {
        NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
        for (Write.Put put : puts) {
            rows.put(KeyLayout.encode(put.key()), RocksEngine.encode(put.value(), version));
        }
        Path file = directory.resolve(number.incrementAndGet() + ".sst");
        try {
            write(file, rows);
            try (IngestExternalFileOptions options = new IngestExternalFileOptions()) {
                options.setMoveFiles(true);
                store.ingestExternalFile(List.of(file.toString()), options);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void write(Path file, NavigableMap<byte[], byte[]> rows) throws RocksDBException {
        try (EnvOptions environment = new EnvOptions();
                SstFileWriter writer = new SstFileWriter(environment, tuning.options())) {
            writer.open(file.toString());
            for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
                writer.put(row.getKey(), row.getValue());
            }
            writer.finish();
        }
    }
}
