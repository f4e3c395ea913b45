package dev.tablewright.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.json.JsonMembers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Checks the objects of an export against AWS's description of its layout, and nothing of ours.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">Table
 *     export output format</a>
 */
final class ExportLayoutCheck {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final ObjectStore bucket;
    private final String export;

    /**
     * Prepares a check.
     *
     * @param export the part of the keys up to the id of the export, with a slash behind it
     */
    ExportLayoutCheck(ObjectStore bucket, String export) {
        this.bucket = bucket;
        this.export = export;
    }

    /** Requires that everything is as described; returns the lines of all data files. */
    List<String> lines() throws IOException {
        assertThat(read(export + "_started")).isEmpty();
        JsonMembers summary = checked("manifest-summary");
        String type = summary.string("exportType");
        assertThat(type).isIn("FULL_EXPORT", "INCREMENTAL_EXPORT");
        boolean full = "FULL_EXPORT".equals(type);
        assertThat(summary.all().keySet()).containsExactlyInAnyOrderElementsOf(members(full));
        assertThat(summary.string("version")).isEqualTo(full ? "2020-06-30" : "2023-08-01");
        assertThat(summary.string("startTime")).matches(TIME);
        assertThat(summary.string("endTime")).matches(TIME);
        for (String time :
                full ? List.of("exportTime") : List.of("exportFromTime", "exportToTime")) {
            assertThat(summary.string(time)).matches(TIME);
        }
        assertThat(summary.string("exportArn"))
                .startsWith(Objects.requireNonNull(summary.string("tableArn")) + "/");
        assertThat(summary.string("manifestFilesS3Key")).isEqualTo(export + "manifest-files.json");
        assertThat(summary.string("outputFormat")).isEqualTo("DYNAMODB_JSON");
        return data(summary, full);
    }

    private static List<String> members(boolean full) {
        List<String> members =
                new ArrayList<>(
                        List.of(
                                "version",
                                "exportArn",
                                "startTime",
                                "endTime",
                                "tableArn",
                                "tableId",
                                "s3Bucket",
                                "s3Prefix",
                                "s3SseAlgorithm",
                                "s3SseKmsKeyId",
                                "manifestFilesS3Key",
                                "billedSizeBytes",
                                "itemCount",
                                "outputFormat",
                                "exportType"));
        members.addAll(
                full
                        ? List.of("exportTime")
                        : List.of("exportFromTime", "exportToTime", "outputView"));
        return members;
    }

    /** A manifest has its MD5 in Base64 beside it. */
    private JsonMembers checked(String name) throws IOException {
        byte[] manifest = read(export + name + ".json");
        assertThat(text(read(export + name + ".md5"))).isEqualTo(md5(manifest));
        return JsonMembers.parse(manifest);
    }

    private List<String> data(JsonMembers summary, boolean full) throws IOException {
        byte[] manifest = read(export + "manifest-files.json");
        assertThat(text(read(export + "manifest-files.md5"))).isEqualTo(md5(manifest));
        List<String> lines = new ArrayList<>();
        for (String row : text(manifest).lines().toList()) {
            JsonMembers file = JsonMembers.parse(row.getBytes(StandardCharsets.UTF_8));
            assertThat(file.all().keySet())
                    .containsExactly("itemCount", "md5Checksum", "etag", "dataFileS3Key");
            String key = Objects.requireNonNull(file.string("dataFileS3Key"));
            String parent = export.substring(0, export.indexOf("AWSDynamoDB/")) + "AWSDynamoDB/";
            assertThat(key).startsWith(full ? export + "data/" : parent + "data/");
            assertThat(key).endsWith(".json.gz");
            byte[] data = read(key);
            assertThat(file.string("md5Checksum")).isEqualTo(md5(data));
            List<String> items = gunzip(data).lines().toList();
            assertThat(file.longInteger("itemCount")).isEqualTo(items.size());
            lines.addAll(items);
        }
        assertThat(summary.longInteger("itemCount")).isEqualTo(lines.size());
        for (String line : lines) {
            JsonMembers members = JsonMembers.parse(line.getBytes(StandardCharsets.UTF_8));
            if (full) {
                assertThat(members.all()).containsOnlyKeys("Item");
            } else {
                assertThat(line)
                        .matches(
                                "\\{\"Metadata\":\\{\"WriteTimestampMicros\":\\{\"N\":\"\\d{16}\"\\}\\},\"Keys\":\\{.*");
                assertThat(List.of("Metadata", "Keys", "OldImage", "NewImage"))
                        .containsAll(members.all().keySet());
            }
        }
        return lines;
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = bucket.get(key)) {
            assertThat(in).as(key).isNotNull();
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String gunzip(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return text(in.readAllBytes());
        }
    }

    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
