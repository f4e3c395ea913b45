package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An export of a table to a bucket.
 *
 * @param source the table as it was when the export was asked for
 * @param ended null while it is in progress
 * @param items how many were written
 * @param bytes size of what was written, names included, uncompressed
 * @param failure why it failed; null unless it did
 * @param scratch space of what the export notes meanwhile
 */
public record Export(
        TransferRef ref,
        Status status,
        Content content,
        Destination destination,
        TransferRequest request,
        Table source,
        Instant started,
        @Nullable Instant ended,
        long items,
        long bytes,
        @Nullable TransferFailure failure,
        long scratch) {
    /** DynamoDB's ExportStatus. */
    public enum Status {
        /** Being made. */
        IN_PROGRESS,
        /** All objects are there. */
        COMPLETED,
        /** Given up. */
        FAILED
    }

    /** What is exported. */
    public sealed interface Content {
        /** Every item as it was at a moment. */
        record Full(Instant moment) implements Content {}

        /**
         * The items that changed, as they were before and after.
         *
         * @param from first moment whose changes count
         * @param to first moment whose changes do not count any more
         * @param oldImages whether the items as they were before are written too
         */
        record Changes(Instant from, Instant to, boolean oldImages) implements Content {}
    }

    /**
     * Where an export goes.
     *
     * @param owner account of the bucket, as the request has it; nothing depends on it
     * @param prefix begins the keys of all objects; null for none
     * @param encryption S3SseAlgorithm, as the request has it; nothing depends on it
     * @param encryptionKey S3SseKmsKeyId, likewise
     */
    public record Destination(
            String bucket,
            @Nullable String owner,
            @Nullable String prefix,
            @Nullable String encryption,
            @Nullable String encryptionKey) {}

    /** Returns the key of the object that tells of all others. */
    public String manifest() {
        return layout().manifestSummary();
    }

    ExportLayout layout() {
        return new ExportLayout(
                destination.bucket(),
                destination.prefix(),
                ref.id(),
                content instanceof Content.Changes);
    }

    private Export ended(
            Status as, Instant now, long allItems, long allBytes, @Nullable TransferFailure why) {
        return new Export(
                ref,
                as,
                content,
                destination,
                request,
                source,
                started,
                now,
                allItems,
                allBytes,
                why,
                scratch);
    }

    Export completed(Instant now, long allItems, long allBytes) {
        return ended(Status.COMPLETED, now, allItems, allBytes, null);
    }

    Export failed(Instant now, TransferFailure why) {
        return ended(Status.FAILED, now, 0, 0, why);
    }
}
