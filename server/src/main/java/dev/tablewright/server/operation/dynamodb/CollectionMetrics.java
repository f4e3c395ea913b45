package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * How large the item collection of a written item is; tables without local indexes have none.
 *
 * @param key the partition key attribute with its value
 */
record CollectionMetrics(Item key, long bytes) {
    private static final double BYTES_PER_GB = 1L << 30;

    /** ReturnItemCollectionMetrics. */
    enum Asked {
        /** With the size. */
        SIZE,
        /** Not at all. */
        NONE;

        static Asked read(RequestReader in) {
            return in.choice("ReturnItemCollectionMetrics", List.of(SIZE, NONE), NONE);
        }

        /** Returns the metrics of a write, or null where there are none or none are wanted. */
        @Nullable CollectionMetrics of(Tables tables, TableRef table, Written written) {
            AttributeValue value = written.collectionKey();
            if (this == NONE || value == null) {
                return null;
            }
            String attribute = tables.require(table).definition().key().hash().getFirst();
            return new CollectionMetrics(
                    Item.of(Map.of(attribute, value)), written.collectionBytes());
        }
    }

    /** Writes the members of ItemCollectionMetrics; the estimate is a range of whole gigabytes. */
    void write(ResponseWriter out) {
        out.item("ItemCollectionKey", key);
        double from = Math.floor(bytes / BYTES_PER_GB);
        out.decimals("SizeEstimateRangeGB", from, from + 1);
    }
}
