package dev.tablewright.controlplane.setting;

import software.amazon.awssdk.services.dynamodb.model.ApproximateCreationDateTimePrecision;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Kinesis data streams that the changes of a table go to.
 *
 * @param active the precision of the time in the records, by the stream's ARN
 */
public record KinesisStreams(Map<String, ApproximateCreationDateTimePrecision> active) {
    static final KinesisStreams NONE = new KinesisStreams(Map.of());

    /** Sorts by ARN. */
    public KinesisStreams {
        active = Collections.unmodifiableMap(new TreeMap<>(active));
    }
}
