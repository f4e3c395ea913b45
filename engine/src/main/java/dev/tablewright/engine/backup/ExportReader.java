package dev.tablewright.engine.backup;

import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.ItemJson;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.model.json.JsonValue;
import dev.tablewright.model.json.SerializationException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads a full export. Whatever is read has been compared with its checksum before.
 *
 * <p>Every method throws {@link DamagedExportException} if an object is missing or damaged.
 */
final class ExportReader {
    private final ObjectStore store;
    private final ExportLayout layout;

    ExportReader(ObjectStore store, ExportLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /** Reads both manifests; returns the objects of items, in order. */
    List<DataFile> files() throws IOException {
        JsonMembers summary =
                parse(
                        layout.manifestSummary(),
                        checked(layout.manifestSummary(), layout.manifestSummaryMd5()));
        byte[] list = checked(layout.manifestFiles(), layout.manifestFilesMd5());
        List<DataFile> files = new ArrayList<>();
        long items = 0;
        for (Lines lines = new Lines(list); lines.next(); ) {
            DataFile file = file(parse(layout.manifestFiles(), list, lines.from(), lines.to()));
            files.add(file);
            items += file.items();
        }
        Long promised = summary.longInteger("itemCount");
        if (promised == null || promised != items) {
            throw new DamagedExportException(
                    layout.manifestFiles() + " lists " + items + " items, not " + promised);
        }
        return files;
    }

    /** Requires that both manifests are whole and every object that they name is there. */
    void requireFiles() throws IOException {
        Set<String> present = new HashSet<>(store.list(layout.prefix()));
        for (DataFile file : files()) {
            if (!present.contains(file.key())) {
                throw new DamagedExportException(file.key() + " is missing");
            }
        }
    }

    /** Requires that every object of items has its checksum; reads all of them. */
    void requireChecksums() throws IOException {
        for (DataFile file : files()) {
            requireMd5(file.key(), read(file.key()), file.md5());
        }
    }

    private DataFile file(JsonMembers line) {
        String key = line.string("dataFileS3Key");
        String md5 = line.string("md5Checksum");
        Long items = line.longInteger("itemCount");
        String etag = line.string("etag");
        if (key == null || md5 == null || items == null) {
            throw new DamagedExportException(
                    layout.manifestFiles() + " names an object without key, checksum or count");
        }
        return new DataFile(key, items, md5, etag == null ? "" : etag);
    }

    /** Reads the items of one object, after its checksum was compared. */
    List<Item> items(DataFile file) throws IOException {
        byte[] compressed = read(file.key());
        requireMd5(file.key(), compressed, file.md5());
        byte[] lines;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), 1 << 16)) {
            lines = in.readAllBytes();
        } catch (IOException notCompressed) {
            throw new DamagedExportException(file.key() + " is not compressed", notCompressed);
        }
        List<Item> items = new ArrayList<>();
        for (Lines each = new Lines(lines); each.next(); ) {
            items.add(item(file.key(), parse(file.key(), lines, each.from(), each.to())));
        }
        if (items.size() != file.items()) {
            throw new DamagedExportException(
                    file.key() + " has " + items.size() + " items, not " + file.items());
        }
        return items;
    }

    private static Item item(String key, JsonMembers line) {
        JsonValue item = line.get("Item");
        if (item == null) {
            throw new DamagedExportException(key + " has a line without Item");
        }
        try {
            return ItemJson.item(item).orThrow();
        } catch (SerializationException | ValidationException none) {
            throw new DamagedExportException(key + " has a line that is no item", none);
        }
    }

    private static JsonMembers parse(String key, byte[] json) {
        return parse(key, json, 0, json.length);
    }

    private static JsonMembers parse(String key, byte[] json, int from, int to) {
        try {
            return JsonMembers.parse(json, from, to);
        } catch (JsonSyntaxException none) {
            throw new DamagedExportException(key + " is not JSON", none);
        }
    }

    private byte[] checked(String key, String md5Key) throws IOException {
        byte[] content = read(key);
        String md5 = new String(read(md5Key), StandardCharsets.UTF_8).strip();
        requireMd5(key, content, md5);
        return content;
    }

    private static void requireMd5(String key, byte[] content, String md5) {
        if (!Checksums.md5(content).equals(md5)) {
            throw new DamagedExportException(key + " does not have its checksum " + md5);
        }
    }

    private byte[] read(String key) throws IOException {
        try (@Nullable InputStream in = store.get(key)) {
            if (in == null) {
                throw new DamagedExportException(key + " is missing");
            }
            return in.readAllBytes();
        }
    }

    /** The lines of a text that are not empty. */
    private static final class Lines {
        private final byte[] text;
        private int from;
        private int to = -1;

        Lines(byte[] text) {
            this.text = text;
        }

        /** Goes to the next line; false at the end. */
        boolean next() {
            do {
                from = to + 1;
                to = from;
                while (to < text.length && text[to] != '\n') {
                    to++;
                }
            } while (from == to && to < text.length);
            return from < to;
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }
    }
}
