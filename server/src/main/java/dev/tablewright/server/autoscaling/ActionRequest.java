package dev.tablewright.server.autoscaling;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.schedule.Schedule;
import dev.tablewright.server.schedule.ScheduleException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What PutScheduledAction asks for. The sentences of what is refused are ours.
 *
 * @param schedule null for the one there is
 * @param zone null for UTC
 * @param bounds null for those there are
 */
public record ActionRequest(
        Capacity capacity,
        String name,
        @Nullable String schedule,
        @Nullable String zone,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Bounds bounds) {
    /** ScalableTargetAction: a bound that is null stays as it is. */
    public record Bounds(@Nullable Long min, @Nullable Long max) {}

    /** Returns the action that this makes, or makes of {@code present}. */
    ScheduledAction over(@Nullable ScheduledAction present, String id, Instant now) {
        String when = schedule == null && present != null ? present.schedule() : schedule;
        Bounds target =
                bounds == null && present != null
                        ? new Bounds(present.min(), present.max())
                        : bounds;
        if (when == null) {
            throw new ValidationException("Schedule must be specified");
        }
        if (target == null || (target.min == null && target.max == null)) {
            throw new ValidationException(
                    "ScalableTargetAction must have a MinCapacity, a MaxCapacity, or both");
        }
        check(target);
        checkTimes(when, now);
        return new ScheduledAction(
                capacity,
                name,
                present == null ? id : present.id(),
                when,
                zone,
                start,
                end,
                target.min,
                target.max,
                present == null ? now : present.created(),
                now);
    }

    private static void check(Bounds bounds) {
        Long min = bounds.min;
        Long max = bounds.max;
        BoundRules.check(min == null ? Long.valueOf(1) : min, max == null ? Long.MAX_VALUE : max);
    }

    private void checkTimes(String when, Instant now) {
        if (start != null && end != null && !start.isBefore(end)) {
            throw new ValidationException("The start time must be before the end time");
        }
        Schedule parsed;
        try {
            parsed = Schedule.parseAlsoOnce(when, zone == null ? "UTC" : zone);
        } catch (ScheduleException e) {
            throw new ValidationException(
                    (e.isOfZone() ? "Invalid time zone: " : "Invalid schedule expression: ")
                            + e.getMessage());
        }
        if (parsed.next(now, now) == null) {
            throw new ValidationException("The schedule is in the past: " + when);
        }
    }
}
