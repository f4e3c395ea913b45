package dev.tablewright.server.audit;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What CloudTrail knows of an operation by its name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html">Logging
 *     DynamoDB operations by using CloudTrail</a>
 */
final class ApiCall {
    private static final Set<String> DATA =
            Set.of(
                    "BatchExecuteStatement",
                    "BatchGetItem",
                    "BatchWriteItem",
                    "DeleteItem",
                    "ExecuteStatement",
                    "ExecuteTransaction",
                    "GetItem",
                    "GetRecords",
                    "GetShardIterator",
                    "PutItem",
                    "Query",
                    "Scan",
                    "TransactGetItems",
                    "TransactWriteItems",
                    "UpdateItem");

    private static final String[] READING = {
        "AssumeRole",
        "BatchGet",
        "Describe",
        "Explain",
        "Get",
        "List",
        "Query",
        "Scan",
        "Simulate",
        "TransactGet"
    };

    private ApiCall() {}

    /** Whether the operation reads or writes items, and is not about what holds them. */
    static boolean isData(@Nullable String service, @Nullable String operation) {
        return "dynamodb".equals(service) && operation != null && DATA.contains(operation);
    }

    static boolean isReadOnly(String operation) {
        for (String beginning : READING) {
            if (operation.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the service as events have it. */
    static String source(String service) {
        return service.equals("tablewright") ? service : service + ".amazonaws.com";
    }
}
