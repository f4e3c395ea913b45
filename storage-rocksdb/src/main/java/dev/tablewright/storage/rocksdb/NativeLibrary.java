package dev.tablewright.storage.rocksdb;

import org.rocksdb.RocksDB;

import java.io.IOException;

/** RocksDB's native code, which its jar unpacks into the directory for temporary files. */
final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Loads the code, once in a process.
     *
     * @throws IOException in plain words if there is none for this machine, or it cannot be
     *     unpacked
     */
    static void load() throws IOException {
        try {
            RocksDB.loadLibrary();
        } catch (UnsatisfiedLinkError | RuntimeException failed) {
            throw new IOException(
                    "the native storage library (RocksDB) cannot be loaded on %s %s; it is unpacked into %s, which must be writable and must not be mounted noexec: %s"
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    System.getProperty("java.io.tmpdir"),
                                    failed.getMessage()),
                    failed);
        }
    }
}
