package dev.tablewright.engine.backup;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Where the objects of one export lie.
 *
 * <pre>
 * PREFIX/AWSDynamoDB/ID/_started
 *                       manifest-summary.json   manifest-summary.md5
 *                       manifest-files.json     manifest-files.md5
 *                       data/00000.json.gz ...
 *                       table-definition.json   ours, in backups: what CreateTable takes
 * PREFIX/AWSDynamoDB/data/ID-00000.json.gz ...    in place of the former where changes are exported
 * </pre>
 *
 * @param bucket what the summary calls the store
 * @param s3Prefix null for none
 * @param changes whether it is an incremental export: those of a prefix share one place for data
 */
record ExportLayout(String bucket, @Nullable String s3Prefix, String id, boolean changes) {
    /** A full export. */
    ExportLayout(String bucket, @Nullable String s3Prefix, String id) {
        this(bucket, s3Prefix, id, false);
    }

    /** Begins the key of every object of the export. */
    String prefix() {
        return root() + id + "/";
    }

    private String root() {
        return (s3Prefix == null ? "" : s3Prefix + "/") + "AWSDynamoDB/";
    }

    /** Begins the key of every object of items. */
    String data() {
        return changes ? root() + "data/" + id + "-" : prefix() + "data/";
    }

    String started() {
        return prefix() + "_started";
    }

    String manifestSummary() {
        return prefix() + "manifest-summary.json";
    }

    String manifestSummaryMd5() {
        return prefix() + "manifest-summary.md5";
    }

    String manifestFiles() {
        return prefix() + "manifest-files.json";
    }

    String manifestFilesMd5() {
        return prefix() + "manifest-files.md5";
    }

    String dataFile(int index) {
        return data() + String.format(Locale.ROOT, "%05d.json.gz", index);
    }

    String tableDefinition() {
        return prefix() + "table-definition.json";
    }
}
