package dev.tablewright.storage.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory for one process. RocksDB has a lock of its own, but says what is wrong in a
 * text only; the operating system drops ours when the process dies.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(
                        directory.resolve("tablewright.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = file.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException openedByThisProcess) {
            throw new DirectoryInUseException(directory);
        } finally {
            if (!locked) {
                file.close();
            }
        }
        if (!locked) {
            throw new DirectoryInUseException(directory);
        }
        return new DirectoryLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
