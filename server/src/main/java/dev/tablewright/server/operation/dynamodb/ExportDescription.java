package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Export;
import dev.tablewright.engine.backup.Export.Content;
import dev.tablewright.engine.backup.TransferFailure;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** An export as clients see it. */
final class ExportDescription {
    private final Export export;

    private ExportDescription(Export export) {
        this.export = export;
    }

    /** Writes ExportDescription. */
    static void write(ResponseWriter out, Export export) {
        out.object("ExportDescription", new ExportDescription(export)::members);
    }

    /** Writes the members of ExportSummary. */
    static void writeSummary(ResponseWriter out, Export export) {
        out.string("ExportArn", export.ref().arn());
        out.string("ExportStatus", export.status().name());
        out.string("ExportType", type(export.content()));
    }

    private static String type(Content content) {
        return switch (content) {
            case Content.Full _ -> "FULL_EXPORT";
            case Content.Changes _ -> "INCREMENTAL_EXPORT";
        };
    }

    private void members(ResponseWriter out) {
        out.string("ExportArn", export.ref().arn());
        out.string("ExportStatus", export.status().name());
        out.time("StartTime", export.started());
        Instant ended = export.ended();
        if (ended != null) {
            out.time("EndTime", ended);
        }
        boolean completed = export.status() == Export.Status.COMPLETED;
        if (completed) {
            out.string("ExportManifest", export.manifest());
        }
        out.string("TableArn", export.source().ref().arn());
        out.string("TableId", export.source().id());
        if (export.content() instanceof Content.Full(var moment)) {
            out.time("ExportTime", moment);
        }
        optional(out, "ClientToken", export.request().token());
        Export.Destination to = export.destination();
        out.string("S3Bucket", to.bucket());
        optional(out, "S3BucketOwner", to.owner());
        optional(out, "S3Prefix", to.prefix());
        out.string("S3SseAlgorithm", to.encryption() == null ? "AES256" : to.encryption());
        optional(out, "S3SseKmsKeyId", to.encryptionKey());
        TransferFailure failure = export.failure();
        if (failure != null) {
            out.string("FailureCode", failure.code());
            out.string("FailureMessage", failure.message());
        }
        out.string("ExportFormat", "DYNAMODB_JSON");
        if (completed) {
            out.number("BilledSizeBytes", export.bytes());
            out.number("ItemCount", export.items());
        }
        out.string("ExportType", type(export.content()));
        if (export.content() instanceof Content.Changes changes) {
            out.object(
                    "IncrementalExportSpecification",
                    inner -> {
                        inner.time("ExportFromTime", changes.from());
                        inner.time("ExportToTime", changes.to());
                        inner.string(
                                "ExportViewType",
                                changes.oldImages() ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE");
                    });
        }
    }

    static void optional(ResponseWriter out, String member, @Nullable String value) {
        if (value != null) {
            out.string(member, value);
        }
    }
}
