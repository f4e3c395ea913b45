package dev.tablewright.engine.objects;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Each directory in one directory, or link to a directory, is a bucket of its name. Whoever runs
 * the server makes and removes them; it never does.
 */
public final class DirectoryBuckets implements Buckets {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}");

    private final Path root;
    private final Map<String, DirectoryObjects> opened = new ConcurrentHashMap<>();

    private DirectoryBuckets(Path root) {
        this.root = root;
    }

    /** Opens the buckets in {@code directory}, which is made if need be. */
    public static DirectoryBuckets in(Path directory) throws IOException {
        return new DirectoryBuckets(Files.createDirectories(directory));
    }

    @Override
    public @Nullable ObjectStore find(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        Path directory = root.resolve(name);
        if (!Files.isDirectory(directory)) {
            opened.remove(name);
            return null;
        }
        DirectoryObjects known = opened.get(name);
        if (known != null) {
            return known;
        }
        DirectoryObjects bucket = DirectoryObjects.in(directory.toRealPath());
        DirectoryObjects first = opened.putIfAbsent(name, bucket);
        return first == null ? bucket : first;
    }
}
