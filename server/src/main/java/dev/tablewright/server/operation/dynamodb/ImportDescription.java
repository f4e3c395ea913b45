package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Import;
import dev.tablewright.engine.backup.Import.Csv;
import dev.tablewright.engine.backup.TransferFailure;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/** An import as clients see it. */
final class ImportDescription {
    private final Import is;

    private ImportDescription(Import is) {
        this.is = is;
    }

    /** Writes ImportTableDescription. */
    static void write(ResponseWriter out, Import is) {
        out.object("ImportTableDescription", new ImportDescription(is)::members);
    }

    /** Writes the members of ImportSummary. */
    static void writeSummary(ResponseWriter out, Import is) {
        new ImportDescription(is).summary(out);
    }

    private void summary(ResponseWriter out) {
        out.string("ImportArn", is.ref().arn());
        out.string("ImportStatus", is.status().name());
        out.string("TableArn", is.ref().table().arn());
        out.object("S3BucketSource", this::source);
        out.string("InputFormat", is.form().format().name());
        times(out);
    }

    private void times(ResponseWriter out) {
        out.time("StartTime", is.started());
        Instant ended = is.ended();
        if (ended != null) {
            out.time("EndTime", ended);
        }
    }

    private void source(ResponseWriter out) {
        ExportDescription.optional(out, "S3BucketOwner", is.source().owner());
        out.string("S3Bucket", is.source().bucket());
        ExportDescription.optional(out, "S3KeyPrefix", is.source().prefix());
    }

    private void members(ResponseWriter out) {
        out.string("ImportArn", is.ref().arn());
        out.string("ImportStatus", is.status().name());
        out.string("TableArn", is.ref().table().arn());
        if (!is.tableId().isEmpty()) {
            out.string("TableId", is.tableId());
        }
        ExportDescription.optional(out, "ClientToken", is.request().token());
        out.object("S3BucketSource", this::source);
        out.number("ErrorCount", is.errors());
        out.string("InputFormat", is.form().format().name());
        Csv csv = is.form().csv();
        if (csv != null) {
            out.object(
                    "InputFormatOptions",
                    options -> options.object("Csv", inner -> writeCsv(inner, csv)));
        }
        out.string("InputCompressionType", is.form().compression().name());
        out.json("TableCreationParameters", is.tableParameters());
        times(out);
        out.number("ProcessedSizeBytes", is.bytes());
        out.number("ProcessedItemCount", is.items());
        out.number("ImportedItemCount", is.imported());
        TransferFailure failure = is.failure();
        if (failure != null) {
            out.string("FailureCode", failure.code());
            out.string("FailureMessage", failure.message());
        }
    }

    private static void writeCsv(ResponseWriter out, Csv csv) {
        ExportDescription.optional(out, "Delimiter", csv.delimiter());
        List<String> headers = csv.headers();
        if (headers != null) {
            out.strings("HeaderList", headers);
        }
    }
}
