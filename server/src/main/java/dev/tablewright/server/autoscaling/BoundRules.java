package dev.tablewright.server.autoscaling;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

/** What bounds and policies must be; the sentences are ours where AWS's are not known. */
final class BoundRules {
    private BoundRules() {}

    /**
     * Checks the bounds of a target.
     *
     * @throws ValidationException if one is missing or they are not in order
     */
    static void check(@Nullable Long min, @Nullable Long max) {
        if (min == null || max == null) {
            throw new ValidationException(
                    (min == null ? "MinCapacity" : "MaxCapacity")
                            + " must be specified when registering a new scalable target");
        }
        if (min < 1) {
            throw new ValidationException(
                    "Minimum capacity must be at least 1 for DynamoDB: " + min);
        }
        if (min > max) {
            throw new ValidationException(
                    "Maximum capacity cannot be less than minimum capacity: " + max + " < " + min);
        }
    }

    /** Complains of a policy where another follows the same metric. */
    static ValidationException secondPolicy(ScalingPolicy wanted) {
        return new ValidationException(
                "Only one TargetTrackingScaling policy for a given metric specification is"
                        + " allowed: "
                        + wanted.metric());
    }
}
