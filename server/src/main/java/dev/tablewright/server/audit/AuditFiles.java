package dev.tablewright.server.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * The files that events are appended to: one JSON object on each line, files named by day (UTC) and
 * number, readable by their owner only, finished ones compressed. Opened by one server at a time,
 * since its store is; each start begins a new file.
 *
 * <p>Writes reach the operating system with each {@link #append}, and the disk when a file is
 * finished. Used by one thread at a time, but {@link #tidy} may run beside {@link #append}.
 */
final class AuditFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFiles.class);
    private static final FileAttribute<?>[] PRIVATE_FILE = mode("rw-------");
    private static final FileAttribute<?>[] PRIVATE_DIRECTORY = mode("rwx------");

    private final Path directory;
    private final AuditSettings settings;
    private @Nullable FileChannel channel;
    private volatile @Nullable Path current;
    private LocalDate day = LocalDate.EPOCH;
    private int number;

    /**
     * Opens a directory; makes it where it is missing.
     *
     * @throws IOException if it cannot be made or read
     */
    AuditFiles(Path directory, AuditSettings settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        Files.createDirectories(directory, PRIVATE_DIRECTORY);
        List<AuditLog.File> files = new AuditLog(directory).files();
        this.number = files.isEmpty() ? 0 : files.getLast().number();
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Appends whole lines.
     *
     * @param length how much of {@code lines}
     * @throws IOException if not all was written; what was is overwritten by nothing
     */
    @SuppressWarnings("ArrayRecordComponent")
    void append(byte[] lines, int length, Instant now) throws IOException {
        FileChannel file = fileOf(now);
        ByteBuffer left = ByteBuffer.wrap(lines, 0, length);
        while (left.hasRemaining()) {
            int _ = file.write(left);
        }
    }

    private FileChannel fileOf(Instant now) throws IOException {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        FileChannel file = channel;
        if (file != null && today.equals(day) && file.position() < settings.fileBytes()) {
            return file;
        }
        close();
        number++;
        day = today;
        Path path = directory.resolve(AuditLog.File.name(day, number));
        file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PRIVATE_FILE);
        channel = file;
        current = path;
        return file;
    }

    /** Compresses finished files, and deletes those that are too old or too much. */
    void tidy(Instant now) throws IOException {
        AuditLog log = new AuditLog(directory);
        for (AuditLog.File file : log.files()) {
            if (!file.compressed() && !file.path().equals(current)) {
                compress(file.path());
            }
        }
        LocalDate oldest = now.minus(settings.retention()).atOffset(ZoneOffset.UTC).toLocalDate();
        List<AuditLog.File> files = log.files();
        long bytes = 0;
        for (AuditLog.File file : files.reversed()) {
            bytes += Files.size(file.path());
            boolean tooOld = file.day().isBefore(oldest);
            if ((tooOld || bytes > settings.totalBytes()) && !file.path().equals(current)) {
                Files.delete(file.path());
                LOG.info("deleted the audit file {}", file.path());
            }
        }
    }

    /** Whoever reads meanwhile finds the file whole, in the one form or the other. */
    private static void compress(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                OutputStream created =
                        Files.newOutputStream(Files.createFile(fresh, PRIVATE_FILE));
                OutputStream out = new GZIPOutputStream(created, 1 << 16)) {
            long _ = in.transferTo(out);
        }
        Files.move(
                fresh,
                file.resolveSibling(file.getFileName() + ".gz"),
                StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }

    /** Finishes the file at work. */
    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        channel = null;
        current = null;
        if (file != null) {
            try (file) {
                file.force(false);
            }
        }
    }
}
