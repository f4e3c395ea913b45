package dev.tablewright.server.autoscaling;

import java.time.Instant;

/**
 * A change of capacity that was made, or failed.
 *
 * @param description what was to be done
 * @param message how it ended
 */
public record ScalingActivity(
        String id,
        Capacity capacity,
        String cause,
        String description,
        Instant time,
        boolean successful,
        String message) {
    /** Returns what is to be done, in AWS's words. */
    static String setting(Capacity capacity, long units) {
        return "Setting "
                + capacity.direction().word().toLowerCase(java.util.Locale.ROOT)
                + " capacity units to "
                + units
                + ".";
    }

    /** Returns how a success is told, in AWS's words. */
    static String success(Capacity capacity, long units) {
        return "Successfully set "
                + capacity.direction().word().toLowerCase(java.util.Locale.ROOT)
                + " capacity units to "
                + units
                + ". Change successfully fulfilled by dynamodb.";
    }
}
