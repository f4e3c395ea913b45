package dev.tablewright.server.autoscaling;

import dev.tablewright.model.ValidationException;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the use of a capacity near a target: AWS's target tracking policy with DynamoDB's own
 * metric.
 *
 * @param id in its ARN
 * @param utilization per cent of the capacity that should be in use
 * @param outCooldown after an increase, before the next
 * @param inCooldown after any change, before a decrease
 */
public record ScalingPolicy(
        Capacity capacity,
        String name,
        String id,
        double utilization,
        boolean scaleInDisabled,
        Duration outCooldown,
        Duration inCooldown,
        Instant created) {
    /**
     * Checks a utilization by DynamoDB's own bounds.
     *
     * @throws ValidationException unless it is 20 to 90 per cent
     */
    public static void checkUtilization(double utilization) {
        if (utilization < 20 || utilization > 90) {
            throw new ValidationException(
                    "Target utilization must be between 20 and 90 percent: " + utilization);
        }
    }

    /** Returns the ARN. */
    public String arn() {
        return "arn:aws:autoscaling:"
                + capacity.table().region()
                + ":"
                + capacity.table().account()
                + ":scalingPolicy:"
                + id
                + ":resource/dynamodb/"
                + capacity.resourceId()
                + ":policyName/"
                + name;
    }

    /** Returns the name of the metric that it follows. */
    public String metric() {
        return metricOf(capacity);
    }

    /** Returns the name of DynamoDB's metric for a capacity. */
    public static String metricOf(Capacity capacity) {
        return "DynamoDB" + capacity.direction().word() + "CapacityUtilization";
    }
}
