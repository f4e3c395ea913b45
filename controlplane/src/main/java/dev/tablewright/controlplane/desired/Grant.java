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
                    .toList());

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
        // Of the write actions none accepts an index.
        return this == WRITE ? List.of(tableArn) : List.of(tableArn, tableArn + "/index/*");
    }

    String statementId() {
        return statementId;
    }
}
