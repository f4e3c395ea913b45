package dev.tablewright.controlplane.desired;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a role may do with a table. The action sets are those of SAM and CDK put together, without
 * anything that changes the table itself: no TagResource, UpdateTable, DeleteTable or
 * RestoreTable*.
 */
public enum Grant {
    /** Read the table and its indexes. */
    READ(
            "Read",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DescribeTable",
                    "dynamodb:GetItem",
                    "dynamodb:PartiQLSelect",
                    "dynamodb:Query",
                    "dynamodb:Scan")),
    /** Write to the table. Reading is not included. */
    WRITE(
            "Write",
            List.of(
                    "dynamodb:BatchWriteItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:DescribeTable",
                    "dynamodb:PartiQLDelete",
                    "dynamodb:PartiQLInsert",
                    "dynamodb:PartiQLUpdate",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem")),
    /** Both. */
    READ_AND_WRITE(
            "ReadWrite",
            Stream.concat(READ.actions.stream(), WRITE.actions.stream())
                    .distinct()
                    .sorted()
                    .toList()),
    /** Read the table's streams, the one there is and later ones. */
    STREAM(
            "Stream",
            List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")),
    /** Search the table's vector indexes. */
    SEARCH("Search", List.of("dynamodb:SearchVectors"));

    /**
     * What goes with {@link #STREAM}. IAM knows no resource for it, so it is on {@code *}: it tells
     * names, and no record.
     */
    public static final String LIST_STREAMS = "dynamodb:ListStreams";

    private static final List<String> KEY_READ = List.of("kms:Decrypt", "kms:DescribeKey");

    /** DynamoDB decrypts the table's key for a write too. */
    private static final List<String> KEY_WRITE =
            List.of(
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey*",
                    "kms:ReEncrypt*");

    private final String statementId;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, as List.of makes it
    private final List<String> actions;

    Grant(String statementId, List<String> actions) {
        this.statementId = statementId;
        this.actions = actions;
    }

    /** Returns the actions, sorted. */
    public List<String> actions() {
        return actions;
    }

    /** Returns the resources of a table that the actions are granted on. */
    public List<String> resources(String tableArn) {
        return switch (this) {
            case READ, READ_AND_WRITE -> List.of(tableArn, tableArn + "/index/*");
            // Of the write actions none accepts an index.
            case WRITE -> List.of(tableArn);
            // A stream's label is the time at which it was switched on.
            case STREAM -> List.of(tableArn + "/stream/*");
            // A search is checked on the index alone.
            case SEARCH -> List.of(tableArn + "/index/*");
        };
    }

    /** Whether it writes. */
    boolean writes() {
        return this == WRITE || this == READ_AND_WRITE;
    }

    /** Returns what has to be done with the key of a table that has one of its own, sorted. */
    public List<String> keyActions() {
        return writes() ? KEY_WRITE : KEY_READ;
    }

    String statementId() {
        return statementId;
    }
}
