package dev.tablewright.engine.objects;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects that end with the process. */
public final class InMemoryObjects implements ObjectStore {
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    /** Creates an empty store. */
    public InMemoryObjects() {}

    @Override
    public void put(String key, Content content) throws IOException {
        ObjectKeys.require(key);
        var bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        objects.put(key, bytes.toByteArray());
    }

    @Override
    public @Nullable InputStream get(String key) {
        ObjectKeys.require(key);
        byte[] bytes = objects.get(key);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public List<String> list(String prefix) {
        return objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public void delete(String key) {
        ObjectKeys.require(key);
        objects.remove(key);
    }
}
