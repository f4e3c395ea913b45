package dev.tablewright.engine;

import dev.tablewright.model.TableRef;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Capacity units that one request used on one table.
 *
 * @param onLocalIndexes by index name; only indexes that were used
 * @param onGlobalIndexes by index name; only indexes that were used
 * @param onVectorIndexes billed bytes by index name, which are not units; only indexes that were
 *     written
 */
public record ConsumedCapacity(
        TableRef table,
        Units onTable,
        Map<String, Units> onLocalIndexes,
        Map<String, Units> onGlobalIndexes,
        Map<String, Long> onVectorIndexes) {
    private static final long READ_UNIT_BYTES = 4096;
    private static final long WRITE_UNIT_BYTES = 1024;

    /** Read and write units; one read unit is 4 KB read consistently, one write unit 1 KB. */
    public record Units(double read, double write) {
        /** Nothing used. */
        public static final Units NONE = new Units(0, 0);

        /**
         * What reading costs: one unit for each 4 KB begun, at least one; half of it when the read
         * may be stale.
         *
         * @param bytes billed size of everything that one request reads in one place
         */
        public static Units reading(long bytes, boolean consistent) {
            double units = Math.max(1, Math.ceilDiv(bytes, READ_UNIT_BYTES));
            return new Units(consistent ? units : units / 2, 0);
        }

        /**
         * What writing one item or index entry costs: one unit for each 1 KB begun, at least one.
         *
         * @param bytes billed size, of the larger of what was there and what is there now
         */
        public static Units writing(long bytes) {
            return new Units(0, Math.max(1, Math.ceilDiv(bytes, WRITE_UNIT_BYTES)));
        }

        /** Adds up. */
        public Units plus(Units other) {
            return new Units(read + other.read, write + other.write);
        }

        /** Doubles: what a transaction costs, which prepares and then does. */
        public Units twice() {
            return plus(this);
        }
    }

    /** Capacity used on a table without vector indexes. */
    public ConsumedCapacity(
            TableRef table,
            Units onTable,
            Map<String, Units> onLocalIndexes,
            Map<String, Units> onGlobalIndexes) {
        this(table, onTable, onLocalIndexes, onGlobalIndexes, Map.of());
    }

    /** Capacity used on the table alone. */
    public static ConsumedCapacity onTable(TableRef table, Units units) {
        return new ConsumedCapacity(table, units, Map.of(), Map.of());
    }

    /** Adds up two uses of the same table. */
    public ConsumedCapacity plus(ConsumedCapacity other) {
        return new ConsumedCapacity(
                table,
                onTable.plus(other.onTable),
                sum(onLocalIndexes, other.onLocalIndexes, Units::plus),
                sum(onGlobalIndexes, other.onGlobalIndexes, Units::plus),
                sum(onVectorIndexes, other.onVectorIndexes, Long::sum));
    }

    /** Doubles: what a transaction costs. */
    public ConsumedCapacity twice() {
        return plus(this);
    }

    private static <T> Map<String, T> sum(
            Map<String, T> some, Map<String, T> more, BinaryOperator<T> plus) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        Map<String, T> sum = new TreeMap<>(some);
        more.forEach((index, used) -> sum.merge(index, used, plus));
        return sum;
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
