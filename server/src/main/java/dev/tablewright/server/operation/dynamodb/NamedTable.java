package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.TableRef;
import dev.tablewright.server.protocol.RequestReader;

import java.util.Objects;

/**
 * A table as the request names it.
 *
 * @param text the name or ARN as sent; answers name the table in the same way
 */
record NamedTable(String text, TableRef ref) {
    static NamedTable read(RequestReader in) {
        TableRef ref = in.table();
        return new NamedTable(Objects.requireNonNullElse(in.string("TableName"), ""), ref);
    }
}
