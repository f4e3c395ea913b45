package dev.tablewright.engine.objects;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Objects as the files of a directory, one each, at the path that is its key.
 *
 * <p>An object is written beside its place, synced to the disk, and renamed into it. What a crash
 * leaves unfinished lies in {@value #UNFINISHED} and is removed by the next {@link #in}. One
 * process at a time may have a directory open.
 */
public final class DirectoryObjects implements ObjectStore {
    /** No key begins with it: a name of a key has no tilde. */
    private static final String UNFINISHED = "~unfinished";

    private final Path root;
    private final AtomicLong unfinished = new AtomicLong();

    private DirectoryObjects(Path root) {
        this.root = root;
    }

    /** Opens the objects in {@code directory}, which is made if need be. */
    public static DirectoryObjects in(Path directory) throws IOException {
        Path rest = Files.createDirectories(directory).resolve(UNFINISHED);
        if (Files.exists(rest)) {
            try (Stream<Path> files = Files.list(rest)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(rest);
        return new DirectoryObjects(directory);
    }

    @Override
    public void put(String key, Content content) throws IOException {
        Path place = path(key);
        Path beside = root.resolve(UNFINISHED).resolve("" + unfinished.incrementAndGet());
        try {
            write(beside, content);
            moveInto(place, beside);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Not while {@link #delete} removes directories that are empty. */
    private synchronized void moveInto(Path place, Path beside) throws IOException {
        makeDirectories(directoryOf(place));
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        sync(directoryOf(place));
    }

    private static void write(Path file, Content content) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** A new directory is there after a crash only if the one that it is in was synced. */
    private void makeDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeDirectories(directoryOf(directory));
        Files.createDirectories(directory);
        sync(directoryOf(directory));
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public @Nullable InputStream get(String key) throws IOException {
        Path file = path(key);
        try {
            return Files.isDirectory(file) ? null : Files.newInputStream(file);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? root : path(prefix.substring(0, slash));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(key -> key.startsWith(prefix) && ObjectKeys.isOne(key))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public synchronized void delete(String key) throws IOException {
        Path file = path(key);
        if (Files.isDirectory(file) || !Files.deleteIfExists(file)) {
            return;
        }
        Path directory = directoryOf(file);
        sync(directory);
        try {
            while (!directory.equals(root)) {
                Files.delete(directory);
                directory = directoryOf(directory);
            }
        } catch (DirectoryNotEmptyException _) {
            // It holds other objects.
        }
    }

    private Path path(String key) {
        ObjectKeys.require(key);
        return root.resolve(key);
    }

    private static Path directoryOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IllegalArgumentException("outside of every directory: " + file);
        }
        return directory;
    }
}
