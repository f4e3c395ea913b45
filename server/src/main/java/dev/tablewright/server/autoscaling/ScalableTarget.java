package dev.tablewright.server.autoscaling;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A capacity that is kept between bounds.
 *
 * @param id the last part of its ARN
 * @param min units, at least 1
 * @param max units, at least {@code min}
 */
public record ScalableTarget(
        Capacity capacity,
        String id,
        long min,
        long max,
        Suspension suspension,
        Map<String, String> tags,
        Instant created) {
    /** Copies, and sorts the tags. */
    public ScalableTarget {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /**
     * What is not done for now.
     *
     * @param scheduled whether scheduled actions pass without effect
     */
    public record Suspension(boolean in, boolean out, boolean scheduled) {
        /** Everything is done. */
        public static final Suspension NONE = new Suspension(false, false, false);
    }

    /** Returns the ARN. */
    public String arn() {
        return "arn:aws:application-autoscaling:"
                + capacity.table().region()
                + ":"
                + capacity.table().account()
                + ":scalable-target/"
                + id;
    }

    /** Returns the ARN of the role that AWS's service acts as. */
    public String roleArn() {
        return "arn:aws:iam::"
                + capacity.table().account()
                + ":role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
                + "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";
    }

    /** Returns the nearest capacity that the bounds allow. */
    long bound(long units) {
        return Math.clamp(units, min, max);
    }

    /** Returns a copy with other tags. */
    ScalableTarget withTags(Map<String, String> other) {
        return new ScalableTarget(capacity, id, min, max, suspension, other, created);
    }
}
