package dev.tablewright.controlplane.cost;

/** A price of the list, by what it is paid for. */
public enum Rate {
    /** A million read request units. */
    ON_DEMAND_READ("onDemandReadMillion", true, "million read requests"),
    /** A million write request units, in each region that a table is replicated to as well. */
    ON_DEMAND_WRITE("onDemandWriteMillion", true, "million write requests"),
    /** A read capacity unit for an hour. */
    PROVISIONED_READ("provisionedReadHour", true, "read unit hours"),
    /** A write capacity unit for an hour. */
    PROVISIONED_WRITE("provisionedWriteHour", true, "write unit hours"),
    /** A GB of items or index entries for a month. */
    STORAGE("storageGbMonth", true, "GB of storage"),
    /** A GB of a table with point-in-time recovery for a month. */
    RECOVERY("pointInTimeRecoveryGbMonth", false, "GB with point-in-time recovery"),
    /** A GB of backups for a month. */
    BACKUP("backupGbMonth", false, "GB of backups"),
    /** A million GetRecords calls. */
    STREAM_READ("streamReadMillion", false, "million stream reads");

    private final String field;
    private final boolean ofClass;
    private final String unit;

    Rate(String field, boolean ofClass, String unit) {
        this.field = field;
        this.ofClass = ofClass;
        this.unit = unit;
    }

    /** Returns the name in a price file. */
    String field() {
        return field;
    }

    /** Whether each table class has a price of its own. */
    boolean isOfClass() {
        return ofClass;
    }

    /** Returns what is counted, for people. */
    public String unit() {
        return unit;
    }
}
