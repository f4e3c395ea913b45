package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;

import java.time.Instant;

/**
 * What an export says of itself.
 *
 * @param arn of the export, or of the backup that has its form
 * @param content what was exported
 * @param bytes size of the items, uncompressed
 */
record ExportSummary(
        String arn,
        Table table,
        Export.Content content,
        Instant started,
        Instant ended,
        long bytes) {}
