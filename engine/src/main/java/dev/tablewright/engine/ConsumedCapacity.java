package dev.tablewright.engine;

import dev.tablewright.model.TableRef;
import java.util.Map;

/**
 * Capacity units that one request used on one table.
 *
 * @param onLocalIndexes by index name; only indexes that were used
 * @param onGlobalIndexes by index name; only indexes that were used
 */
public record ConsumedCapacity(
        TableRef table,
        Units onTable,
        Map<String, Units> onLocalIndexes,
        Map<String, Units> onGlobalIndexes) {
    /** Read and write units; one read unit is 4 KB read consistently, one write unit 1 KB. */
    public record Units(double read, double write) {
        /** Nothing used. */
        public static final Units NONE = new Units(0, 0);

        /** Adds up. */
        public Units plus(Units other) {
            return new Units(read + other.read, write + other.write);
        }
    }

    /** Returns the sum over the table and its indexes. */
    public Units total() {
        Units sum = onTable;
        for (Units units : onLocalIndexes.values()) {
            sum = sum.plus(units);
        }
        for (Units units : onGlobalIndexes.values()) {
            sum = sum.plus(units);
        }
        return sum;
    }
}
