package dev.tablewright.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files and directories that only their owner may read. */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * Writes a file with mode 0600, whole or not at all; missing directories are made.
     *
     * @throws IOException if it cannot be written; a file that was there stays as it was
     */
    public static void write(Path file, String text) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        createDirectories(directory);
        Path fresh =
                Files.createTempFile(
                        directory, file.getFileName().toString(), ".new", mode("rw-------"));
        try {
            Files.write(
                    fresh,
                    text.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.DSYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Makes a directory, and those above it, with mode 0700 where they are missing. What is there
     * stays as it is: its owner may have opened it to others on purpose.
     */
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, mode("rwx------"));
    }

    /** Closes a directory of ours to everybody but its owner, also one that was open before. */
    static void close(Path directory) throws IOException {
        createDirectories(directory);
        if (isPosix()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
