package dev.tablewright.server.autoscaling;

import java.time.Instant;

/**
 * A change of capacity that was made, or failed.
 *
 * @param message how it ended
 */
public record ScalingActivity(
        String id,
        Capacity capacity,
        String cause,
        long units,
        Instant time,
        boolean successful,
        String message) {
    /** Returns what was to be done, in AWS's words. */
    public String description() {
        return "Setting " + words() + " to " + units + ".";
    }

    private String words() {
        return capacity.direction().word().toLowerCase(java.util.Locale.ROOT) + " capacity units";
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
