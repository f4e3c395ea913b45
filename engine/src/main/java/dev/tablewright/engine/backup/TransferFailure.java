package dev.tablewright.engine.backup;

/**
 * Why an export or import failed.
 *
 * @param code DynamoDB's FailureCode
 */
public record TransferFailure(String code, String message) {
    static final TransferFailure NO_BUCKET =
            new TransferFailure("S3NoSuchBucket", "The specified bucket does not exist");
}
