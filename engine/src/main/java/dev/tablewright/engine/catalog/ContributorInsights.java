package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Whether the most used keys of a table or a global index are to be told. We keep the setting; what
 * AWS draws from it lies in CloudWatch, which this database does not have.
 *
 * @param changed when it was last switched; null before the first time
 */
public record ContributorInsights(Status status, Mode mode, @Nullable Instant changed) {
    /** Never switched on. */
    public static final ContributorInsights NEVER =
            new ContributorInsights(Status.DISABLED, Mode.ACCESSED_AND_THROTTLED_KEYS, null);

    /** DynamoDB's ContributorInsightsStatus; nothing of ours can fail. */
    public enum Status {
        /** Being switched on. */
        ENABLING,
        /** On. */
        ENABLED,
        /** Being switched off. */
        DISABLING,
        /** Off. */
        DISABLED
    }

    /** Which uses of a key count. */
    public enum Mode {
        /** All of them. */
        ACCESSED_AND_THROTTLED_KEYS,
        /** Those that were refused for want of capacity. */
        THROTTLED_KEYS
    }

    /** Whether it is on, or about to be. */
    public boolean on() {
        return status == Status.ENABLED || status == Status.ENABLING;
    }

    /** Switches it on, or changes its mode; asking for what is so already changes nothing. */
    public ContributorInsights enable(Mode wanted, Instant now) {
        return on() && mode == wanted
                ? this
                : new ContributorInsights(Status.ENABLING, wanted, now);
    }

    /** Switches it off; where it is off, nothing changes. */
    public ContributorInsights disable(Instant now) {
        return on() ? new ContributorInsights(Status.DISABLING, mode, now) : this;
    }

    /** Returns the state that follows once the switch is made. */
    ContributorInsights settled() {
        return switch (status) {
            case ENABLING -> new ContributorInsights(Status.ENABLED, mode, changed);
            case DISABLING -> new ContributorInsights(Status.DISABLED, mode, changed);
            case ENABLED, DISABLED -> this;
        };
    }
}
