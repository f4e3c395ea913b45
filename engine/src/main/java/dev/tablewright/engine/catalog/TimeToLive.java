package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

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

    /** Returns the state that follows once the switch is made. */
    TimeToLive settled() {
        return switch (status) {
            case ENABLING -> new TimeToLive(Status.ENABLED, attribute, changed);
            case DISABLING -> new TimeToLive(Status.DISABLED, null, changed);
            case ENABLED, DISABLED -> this;
        };
    }
}
