package dev.tablewright.server.autoscaling;

import dev.tablewright.server.schedule.Schedule;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Other bounds for a target at set times.
 *
 * @param id in its ARN
 * @param schedule as it was sent
 * @param zone null for UTC
 * @param start null for at once
 * @param end null for never
 * @param min null leaves the bound as it is
 * @param max null leaves the bound as it is
 * @param since when it was last made or changed, or last ran: what is due is what comes after
 */
public record ScheduledAction(
        Capacity capacity,
        String name,
        String id,
        String schedule,
        @Nullable String zone,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Long min,
        @Nullable Long max,
        Instant created,
        Instant since) {
    /** Returns the ARN. */
    public String arn() {
        return "arn:aws:autoscaling:"
                + capacity.table().region()
                + ":"
                + capacity.table().account()
                + ":scheduledAction:"
                + id
                + ":resource/dynamodb/"
                + capacity.resourceId()
                + ":scheduledActionName/"
                + name;
    }

    /** Returns the next run, or null if it never runs again. */
    @Nullable Instant next() {
        Instant begin = start == null ? created : start;
        Instant after = start != null && since.isBefore(start) ? start.minusMillis(1) : since;
        Instant next = when().next(begin, after);
        return next == null || (end != null && next.isAfter(end)) ? null : next;
    }

    private Schedule when() {
        return Schedule.parseAlsoOnce(schedule, zone == null ? "UTC" : zone);
    }

    ScheduledAction ranAt(Instant now) {
        return new ScheduledAction(
                capacity, name, id, schedule, zone, start, end, min, max, created, now);
    }
}
