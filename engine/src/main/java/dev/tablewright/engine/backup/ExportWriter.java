package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.Export.Content;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.Item;
import dev.tablewright.model.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a full export in DynamoDB JSON as AWS lays it out: objects of items, a list of them, and a
 * summary. The summary comes last; without it there is no export.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">Table
 *     export output format</a>
 */
final class ExportWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final ObjectStore store;
    private final ExportLayout layout;
    private final List<DataFile> files = new ArrayList<>();
    private long items;

    ExportWriter(ObjectStore store, ExportLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /** Items for one object. */
    @FunctionalInterface
    interface Items {
        /** Returns the next item, or null when the object is full. */
        @Nullable Item next();
    }

    /** Lines for one object. */
    @FunctionalInterface
    interface Lines {
        /** Writes the next line without its end; false when the object is full. */
        boolean next(JsonWriter line);
    }

    /** Removes what an earlier attempt left, and marks that the export has begun. */
    void begin() throws IOException {
        store.deleteAll(layout.prefix());
        store.deleteAll(layout.data());
        store.put(layout.started(), new byte[0]);
    }

    /** Writes the next object of items; none where there are no items. */
    void write(Items source) throws IOException {
        writeLines(
                line -> {
                    Item item = source.next();
                    if (item == null) {
                        return false;
                    }
                    var _ = line.beginObject().name("Item").item(item).endObject();
                    return true;
                });
    }

    /** Writes the next object; none where there are no lines. */
    void writeLines(Lines source) throws IOException {
        JsonWriter line = new JsonWriter();
        if (!source.next(line)) {
            return;
        }
        String key = layout.dataFile(files.size());
        MessageDigest digest = Checksums.md5();
        long[] count = {0};
        store.put(
                key,
                out -> {
                    var compressed = new FastGzip(new DigestOutputStream(out, digest));
                    count[0] = writeLines(line, source, compressed);
                    compressed.finish();
                });
        byte[] md5 = digest.digest();
        files.add(
                new DataFile(
                        key,
                        count[0],
                        Base64.getEncoder().encodeToString(md5),
                        HexFormat.of().formatHex(md5)));
        items += count[0];
    }

    /** Writes the line that is there, and all that follow. */
    private static long writeLines(JsonWriter line, Lines source, OutputStream out)
            throws IOException {
        long count = 0;
        do {
            line.endLine();
            out.write(line.array(), 0, line.length());
            line.clear();
            count++;
        } while (source.next(line));
        return count;
    }

    /** Writes down the shape of the table, which AWS's exports leave out. */
    void define(Table table) throws IOException {
        store.put(layout.tableDefinition(), CreateTableJson.of(table));
    }

    /** Ends the export; from here on it is one. */
    void end(ExportSummary summary) throws IOException {
        putChecked(layout.manifestFiles(), layout.manifestFilesMd5(), fileList());
        putChecked(layout.manifestSummary(), layout.manifestSummaryMd5(), summary(summary));
    }

    /** Returns how many items have been written. */
    long items() {
        return items;
    }

    private void putChecked(String key, String md5Key, byte[] content) throws IOException {
        store.put(md5Key, Checksums.md5(content).getBytes(StandardCharsets.UTF_8));
        store.put(key, content);
    }

    private byte[] fileList() {
        JsonWriter list = new JsonWriter();
        for (DataFile file : files) {
            var _ =
                    list.beginObject()
                            .name("itemCount")
                            .number(file.items())
                            .name("md5Checksum")
                            .string(file.md5())
                            .name("etag")
                            .string(file.etag())
                            .name("dataFileS3Key")
                            .string(file.key())
                            .endObject();
            list.endLine();
        }
        return list.toByteArray();
    }

    private byte[] summary(ExportSummary summary) {
        var out = new JsonWriter();
        var _ =
                out.beginObject()
                        .name("version")
                        .string(version(summary.content()))
                        .name("exportArn")
                        .string(summary.arn())
                        .name("startTime")
                        .string(time(summary.started()))
                        .name("endTime")
                        .string(time(summary.ended()))
                        .name("tableArn")
                        .string(summary.table().ref().arn())
                        .name("tableId")
                        .string(summary.table().id());
        times(out, summary.content());
        var _ = out.name("s3Bucket").string(layout.bucket()).name("s3Prefix");
        String prefix = layout.s3Prefix();
        var _ = prefix == null ? out.nul() : out.string(prefix);
        var _ =
                out.name("s3SseAlgorithm")
                        .string("AES256")
                        .name("s3SseKmsKeyId")
                        .nul()
                        .name("manifestFilesS3Key")
                        .string(layout.manifestFiles())
                        .name("billedSizeBytes")
                        .number(summary.bytes())
                        .name("itemCount")
                        .number(items)
                        .name("outputFormat")
                        .string("DYNAMODB_JSON");
        type(out, summary.content());
        var _ = out.endObject();
        return out.toByteArray();
    }

    private static String version(Content content) {
        return switch (content) {
            case Content.Full _ -> "2020-06-30";
            case Content.Changes _ -> "2023-08-01";
        };
    }

    private static void times(JsonWriter out, Content content) {
        switch (content) {
            case Content.Full(var moment) -> {
                var _ = out.name("exportTime").string(time(moment));
            }
            case Content.Changes(var from, var to, _) -> {
                var _ = out.name("exportFromTime").string(time(from));
                var _ = out.name("exportToTime").string(time(to));
            }
        }
    }

    private static void type(JsonWriter out, Content content) {
        switch (content) {
            case Content.Full _ -> {
                var _ = out.name("exportType").string("FULL_EXPORT");
            }
            case Content.Changes(_, _, var oldImages) -> {
                var _ =
                        out.name("outputView")
                                .string(oldImages ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE")
                                .name("exportType")
                                .string("INCREMENTAL_EXPORT");
            }
        }
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** Items compress well enough at the fastest level, and twice as fast as at the usual one. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
