package dev.tablewright.engine.backup;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An import of a bucket's objects into a new table.
 *
 * @param tableParameters TableCreationParameters of the request, as JSON
 * @param tableId of the table; empty where none was made
 * @param ended null while it is in progress
 * @param counts how far it got
 * @param failure why it failed, or what was left out; null where all went well
 */
public record Import(
        TransferRef ref,
        Status status,
        Source source,
        Form form,
        String tableParameters,
        TransferRequest request,
        String tableId,
        Instant started,
        @Nullable Instant ended,
        Counts counts,
        @Nullable TransferFailure failure) {
    /** DynamoDB's ImportStatus; nothing can be cancelled. */
    public enum Status {
        /** Being made. */
        IN_PROGRESS,
        /** Everything is imported. */
        COMPLETED,
        /** Given up, or something was left out. */
        FAILED
    }

    /** DynamoDB's InputFormat, as far as it is understood. */
    public enum Format {
        /** A line of JSON for each item. */
        DYNAMODB_JSON,
        /** A line of values for each item. */
        CSV
    }

    /** DynamoDB's InputCompressionType. */
    public enum Compression {
        /** Gzip. */
        GZIP,
        /** Zstandard. */
        ZSTD,
        /** None. */
        NONE
    }

    /**
     * Where the items come from: all objects whose keys begin with a prefix.
     *
     * @param owner account of the bucket, as the request has it; nothing depends on it
     * @param prefix null for the whole bucket
     */
    public record Source(String bucket, @Nullable String owner, @Nullable String prefix) {}

    /**
     * How the objects are to be read.
     *
     * @param csv null where the request has none
     */
    public record Form(Format format, Compression compression, @Nullable Csv csv) {}

    /**
     * How values are told apart.
     *
     * @param delimiter null for a comma
     * @param headers names of the attributes; null where the first line of each object has them
     */
    public record Csv(@Nullable String delimiter, @Nullable List<String> headers) {
        /** Copies the list. */
        public Csv {
            headers = headers == null ? null : List.copyOf(headers);
        }
    }

    /**
     * How far an import got.
     *
     * @param bytes read, uncompressed
     * @param items read
     * @param imported items put; one that replaces another counts too
     * @param object key of the object that is being read; null at the start
     * @param lines of that object that are done
     */
    public record Counts(
            long bytes, long items, long imported, @Nullable String object, long lines) {
        /** Nothing yet. */
        static final Counts NONE = new Counts(0, 0, 0, null, 0);
    }

    /** Returns the size of what was read, uncompressed. */
    public long bytes() {
        return counts.bytes();
    }

    /** Returns how many items were read. */
    public long items() {
        return counts.items();
    }

    /** Returns how many items were put; one that replaced another counts too. */
    public long imported() {
        return counts.imported();
    }

    /** Returns how many items were left out, because they do not fit the table or are none. */
    public long errors() {
        return counts.items() - counts.imported();
    }

    Import at(Counts reached) {
        return with(status, ended, reached, failure);
    }

    Import completed(Instant now) {
        return errors() == 0
                ? with(Status.COMPLETED, now, counts, null)
                : failed(
                        now,
                        new TransferFailure(
                                "ItemValidationError",
                                "Some of the items failed validation checks and were not"
                                        + " imported."));
    }

    Import failed(Instant now, TransferFailure why) {
        return with(Status.FAILED, now, counts, why);
    }

    private Import with(
            Status other, @Nullable Instant end, Counts reached, @Nullable TransferFailure why) {
        return new Import(
                ref,
                other,
                source,
                form,
                tableParameters,
                request,
                tableId,
                started,
                end,
                reached,
                why);
    }
}
