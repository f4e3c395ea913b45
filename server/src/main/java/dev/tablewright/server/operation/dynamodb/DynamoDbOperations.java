package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/** The list of DynamoDB's operations: a new one is served as soon as it stands here. */
public final class DynamoDbOperations {
    private DynamoDbOperations() {}

    /** Returns every operation, working on {@code database}. */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(Database database) {
        return List.of();
    }
}
