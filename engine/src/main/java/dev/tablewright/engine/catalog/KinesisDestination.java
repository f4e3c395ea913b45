package dev.tablewright.engine.catalog;

import dev.tablewright.model.ValidationException;

import java.time.Instant;

/**
 * A Kinesis data stream that the changes of a table are to go to. We keep the setting and its life;
 * no record is delivered, since there is no Kinesis here.
 *
 * @param changed when it was last switched or changed
 */
public record KinesisDestination(
        String streamArn, Status status, Precision precision, Instant changed) {
    /** DynamoDB's DestinationStatus. */
    public enum Status {
        /** Being switched on. */
        ENABLING,
        /** On. */
        ACTIVE,
        /** Being switched off. */
        DISABLING,
        /** Off; what is left is the memory of it. */
        DISABLED,
        /** Its precision is being changed. */
        UPDATING
    }

    /** Of the time that stands in each record. */
    public enum Precision {
        /** Thousandths of a second; the default. */
        MILLISECOND,
        /** Millionths of a second. */
        MICROSECOND
    }

    /** A new destination, or one that was off. */
    static KinesisDestination enabling(String streamArn, Precision precision, Instant now) {
        return new KinesisDestination(streamArn, Status.ENABLING, precision, now);
    }

    /**
     * Switches it off.
     *
     * @throws ValidationException unless it is ACTIVE
     */
    public KinesisDestination disable(Instant now) {
        requireActive("disable", "DISABLE");
        return new KinesisDestination(streamArn, Status.DISABLING, precision, now);
    }

    /**
     * Changes the precision.
     *
     * @param tableId for the complaint
     * @throws ValidationException unless it is ACTIVE and of another precision
     */
    public KinesisDestination update(Precision wanted, String tableId, Instant now) {
        requireActive("update", "UPDATE");
        if (precision == wanted) {
            throw new ValidationException(
                    "Invalid Request: Precision is already set to the desired value of "
                            + wanted
                            + " for tableId: "
                            + tableId
                            + ", kdsArn: "
                            + streamArn);
        }
        return new KinesisDestination(streamArn, Status.UPDATING, wanted, now);
    }

    private void requireActive(String verb, String operation) {
        if (status != Status.ACTIVE) {
            throw new ValidationException(
                    "Table is not in a valid state to "
                            + verb
                            + " Kinesis Streaming Destination: KinesisStreamingDestination must be"
                            + " ACTIVE to perform "
                            + operation
                            + " operation.");
        }
    }

    /** Returns the state that follows once what is under way is done. */
    KinesisDestination settled() {
        return switch (status) {
            case ENABLING, UPDATING ->
                    new KinesisDestination(streamArn, Status.ACTIVE, precision, changed);
            case DISABLING ->
                    new KinesisDestination(streamArn, Status.DISABLED, precision, changed);
            case ACTIVE, DISABLED -> this;
        };
    }
}
