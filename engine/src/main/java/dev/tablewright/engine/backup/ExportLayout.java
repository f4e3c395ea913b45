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
 *                       table-definition.json   ours: what CreateTable takes
 * </pre>
 *
 * @param bucket what the summary calls the store
 * @param s3Prefix null for none
 */
record ExportLayout(String bucket, @Nullable String s3Prefix, String id) {
    /** Begins the key of every object of the export. */
    String prefix() {
        return (s3Prefix == null ? "" : s3Prefix + "/") + "AWSDynamoDB/" + id + "/";
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
        return prefix() + String.format(Locale.ROOT, "data/%05d.json.gz", index);
    }

    String tableDefinition() {
        return prefix() + "table-definition.json";
    }
}
