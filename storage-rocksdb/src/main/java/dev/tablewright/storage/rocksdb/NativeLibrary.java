package dev.tablewright.storage.rocksdb;

import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * RocksDB's native code. Its jar unpacks 17 MB into the directory for temporary files at every
 * start, and leaves them there when the process is killed. We unpack once, beside the data.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the code, once in a process.
     *
     * @param directory where the unpacked library is kept
     * @throws IOException in plain words if there is none for this machine, or it cannot be
     *     unpacked
     */
    static synchronized void load(Path directory) throws IOException {
        if (loaded) {
            return;
        }
        try {
            loadFrom(directory);
        } catch (IOException | UnsatisfiedLinkError | RuntimeException _) {
            // For instance a volume that is mounted noexec.
            loadFromTemporaryDirectory();
        }
        loaded = true;
    }

    private static void loadFrom(Path directory) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL packed = RocksDB.class.getClassLoader().getResource(name);
        if (packed == null || !(packed.openConnection() instanceof JarURLConnection jar)) {
            throw new IOException("no " + name + " in a jar");
        }
        // The checksum tells releases apart without reading the library.
        Path home = directory.resolve("native-%08x".formatted(jar.getJarEntry().getCrc()));
        // The name under which loadLibrary looks for it, which is not the one in the jar.
        Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (!Files.exists(library)) {
            Files.createDirectories(home);
            Path part = Files.createTempFile(home, name, ".part");
            try (InputStream content = packed.openStream()) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        RocksDB.loadLibrary(List.of(home.toAbsolutePath().toString()));
    }

    private static void loadFromTemporaryDirectory() throws IOException {
        try {
            RocksDB.loadLibrary();
        } catch (UnsatisfiedLinkError | RuntimeException failed) {
            throw new IOException(
                    ("the native storage library (RocksDB) cannot be loaded on %s %s; it is"
                                    + " unpacked into the data directory or %s, one of which must be writable"
                                    + " and not mounted noexec: %s")
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    System.getProperty("java.io.tmpdir"),
                                    failed.getMessage()),
                    failed);
        }
    }
}
