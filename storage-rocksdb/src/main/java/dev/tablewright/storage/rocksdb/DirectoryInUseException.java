package dev.tablewright.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Path;

/** The data directory is open already, in this or another process. */
public final class DirectoryInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory) {
        super(
                "data directory "
                        + directory
                        + " is in use by another process (or opened twice in this one);"
                        + " stop that one first, or choose another directory");
    }
}
