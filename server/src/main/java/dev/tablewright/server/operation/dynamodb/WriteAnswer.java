package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.model.Item;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/**
 * What PutItem, UpdateItem and DeleteItem answer.
 *
 * @param attributes what ReturnValues asked for; null where there is nothing to show
 */
record WriteAnswer(
        NamedTable table,
        @Nullable Item attributes,
        Returned returned,
        ConsumedCapacity consumed,
        @Nullable CollectionMetrics collection) {
    void write(ResponseWriter out) {
        if (attributes != null && !attributes.isEmpty()) {
            out.item("Attributes", attributes);
        }
        returned.write(out, table, consumed);
        if (collection != null) {
            out.object("ItemCollectionMetrics", collection::write);
        }
    }
}
