package dev.tablewright.engine.catalog;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether items expire.
 *
 * @param attribute whose number is the second since 1970 at which an item expires; null while
 *     DISABLED
 * @param changed when it was last switched; null before the first time
 */
public record TimeToLive(Status status, @Nullable String attribute, @Nullable Instant changed) {
    /** Never switched on. */
    public static final TimeToLive NEVER = new TimeToLive(Status.DISABLED, null, null);

    private static final Duration PAUSE = Duration.ofHours(1);

    /** DynamoDB's TimeToLiveStatus. */
    public enum Status {
        /** Being switched on. */
        ENABLING,
        /** On. */
        ENABLED,
        /** Being switched off; nothing expires any more. */
        DISABLING,
        /** Off. */
        DISABLED
    }

    /** Whether it is on, or about to be. */
    public boolean on() {
        return status == Status.ENABLED || status == Status.ENABLING;
    }

    /**
     * Switches it.
     *
     * @throws ValidationException if it is so already, is on for another attribute, or was switched
     *     less than an hour ago
     */
    TimeToLive request(boolean enable, String asked, Instant now) {
        if (on() && !asked.equals(attribute)) {
            throw new ValidationException(
                    "TimeToLive is active on a different AttributeName: current AttributeName is "
                            + attribute);
        }
        if (enable == on()) {
            throw new ValidationException(
                    "TimeToLive is already " + (enable ? "enabled" : "disabled"));
        }
        if (changed != null && now.isBefore(changed.plus(PAUSE))) {
            throw new ValidationException(
                    "Time to live has been modified multiple times within a fixed interval");
        }
        return new TimeToLive(enable ? Status.ENABLING : Status.DISABLING, asked, now);
    }

    /** Returns the state that follows once the switch is made. */
    TimeToLive settled() {
        return switch (status) {
            case ENABLING -> new TimeToLive(Status.ENABLED, attribute, changed);
            case DISABLING -> new TimeToLive(Status.DISABLED, null, changed);
            case ENABLED, DISABLED -> this;
        };
    }
}
