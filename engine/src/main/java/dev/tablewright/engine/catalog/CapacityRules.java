package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.keyspace.LogKeys;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

/** What a request may say about capacity, judged from the request alone. */
final class CapacityRules {
    private static final String INVALID = "One or more parameter values were invalid: ";
    static final long MAX_UNITS = 40_000;

    private static final int MAX_PARTITIONS = LogKeys.PARTS;
    private static final double READ_UNITS_A_PARTITION = 3_000;
    private static final double WRITE_UNITS_A_PARTITION = 1_000;

    private static final long OUT_OF_BOUNDS = 1_000_000_000_000L;

    private CapacityRules() {}

    static void checkNewTable(
            BillingMode billing,
            @Nullable Throughput throughput,
            @Nullable OnDemandLimit limit,
            @Nullable WarmThroughput warm) {
        if (billing == BillingMode.PAY_PER_REQUEST && throughput != null) {
            throw throughputOfOnDemandTable();
        }
        if (billing == BillingMode.PROVISIONED && throughput == null) {
            throw new ValidationException(
                    INVALID
                            + "ReadCapacityUnits and WriteCapacityUnits must both be specified"
                            + " when BillingMode is PROVISIONED");
        }
        checkBounds(throughput);
        checkTableLimit(throughput);
        checkLimit(limit, billing, "table");
        checkWarm(warm, billing, throughput, "table");
    }

    /**
     * Returns into how many parts the data of a table of this capacity is cut, at most four: one
     * for each 3,000 read and 1,000 write units, rounded up to a power of two; four on demand.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">Partition
     *     key design</a>
     */
    static int partitions(BillingMode billing, @Nullable Throughput throughput) {
        if (billing == BillingMode.PAY_PER_REQUEST || throughput == null) {
            return MAX_PARTITIONS;
        }
        double parts =
                throughput.read() / READ_UNITS_A_PARTITION
                        + throughput.write() / WRITE_UNITS_A_PARTITION;
        return parts <= 1 ? 1 : parts <= 2 ? 2 : MAX_PARTITIONS;
    }

    static void checkNewIndex(IndexDeclaration index, BillingMode billing) {
        if (billing == BillingMode.PAY_PER_REQUEST && index.throughput() != null) {
            throw throughputOfOnDemandIndex(index.name());
        }
        if (billing == BillingMode.PROVISIONED && index.throughput() == null) {
            throw new ValidationException(
                    INVALID + "ProvisionedThroughput is not specified for index: " + index.name());
        }
        checkBounds(index.throughput());
        checkTableLimit(index.throughput());
        String where = "index : " + index.name();
        checkLimit(index.onDemandLimit(), billing, where);
        checkWarm(index.warmThroughput(), billing, index.throughput(), "index " + index.name());
    }

    static ValidationException throughputOfOnDemandTable() {
        return new ValidationException(
                INVALID
                        + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                        + " BillingMode is PAY_PER_REQUEST");
    }

    static ValidationException throughputOfOnDemandIndex(String index) {
        return new ValidationException(
                INVALID
                        + "ProvisionedThroughput should not be specified for index: "
                        + index
                        + " when BillingMode is PAY_PER_REQUEST");
    }

    static void checkBounds(@Nullable Throughput throughput) {
        if (throughput == null) {
            return;
        }
        if (throughput.read() > OUT_OF_BOUNDS) {
            throw outOfBounds(throughput.read(), "ReadCapacityUnits");
        }
        if (throughput.write() > OUT_OF_BOUNDS) {
            throw outOfBounds(throughput.write(), "WriteCapacityUnits");
        }
    }

    /** AWS's soft limit for one table or index: 40,000 units of each kind. */
    static void checkTableLimit(@Nullable Throughput throughput) {
        if (throughput != null
                && (throughput.read() > MAX_UNITS || throughput.write() > MAX_UNITS)) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Provisioned throughput of a table or index is"
                            + " limited to "
                            + MAX_UNITS
                            + " read and "
                            + MAX_UNITS
                            + " write capacity units");
        }
    }

    private static ValidationException outOfBounds(long value, String member) {
        return new ValidationException(
                "Given value " + value + " for " + member + " is out of bounds");
    }

    /** -1 lifts a limit; otherwise it is at least 1. */
    static void checkLimit(@Nullable OnDemandLimit limit, BillingMode billing, String where) {
        if (limit == null) {
            return;
        }
        if (billing == BillingMode.PROVISIONED) {
            throw new ValidationException(
                    INVALID
                            + "Neither MaxReadRequestUnits nor MaxWriteRequestUnits can be"
                            + " specified when BillingMode is PROVISIONED");
        }
        if (!inRange(limit.maxRead())) {
            throw limitOutOfRange("MaxReadRequestUnits", where);
        }
        if (!inRange(limit.maxWrite())) {
            throw limitOutOfRange("MaxWriteRequestUnits", where);
        }
    }

    private static boolean inRange(long limit) {
        return limit == -1 || limit >= 1;
    }

    private static ValidationException limitOutOfRange(String member, String where) {
        return new ValidationException(
                INVALID
                        + "Requested "
                        + member
                        + " for OnDemandThroughput for "
                        + where
                        + " is outside of valid range");
    }

    /** Warm throughput can only add to what a table has anyway. */
    static void checkWarm(
            @Nullable WarmThroughput warm,
            BillingMode billing,
            @Nullable Throughput throughput,
            String where) {
        if (warm == null) {
            return;
        }
        WarmThroughput least =
                WarmThroughput.defaultFor(
                        billing, throughput == null ? Throughput.ON_DEMAND : throughput);
        boolean onDemand = billing == BillingMode.PAY_PER_REQUEST;
        if (isLower(warm.read(), least.read())) {
            throw tooCold("Read", where, onDemand);
        }
        if (isLower(warm.write(), least.write())) {
            throw tooCold("Write", where, onDemand);
        }
    }

    private static ValidationException tooCold(String which, String where, boolean onDemand) {
        return new ValidationException(
                INVALID
                        + "Requested "
                        + which
                        + "UnitsPerSecond for WarmThroughput for "
                        + where
                        + " is lower than "
                        + (onDemand
                                ? "initial throughput for OnDemand"
                                : which + "CapacityUnits of ProvisionedThroughput"));
    }

    private static boolean isLower(long asked, long has) {
        return asked != 0 && asked < has;
    }

    static void checkNotLower(WarmThroughput warm, WarmThroughput present, String where) {
        if (isLower(warm.read(), present.read())) {
            throw tooCold("ReadUnitsPerSecond", warm.read(), present.read(), where);
        }
        if (isLower(warm.write(), present.write())) {
            throw tooCold("WriteUnitsPerSecond", warm.write(), present.write(), where);
        }
    }

    private static ValidationException tooCold(String member, long asked, long has, String where) {
        return new ValidationException(
                INVALID
                        + "Requested "
                        + member
                        + " for WarmThroughput for "
                        + where
                        + " is lower than the current value. Current: "
                        + has
                        + ", requested: "
                        + asked);
    }
}
