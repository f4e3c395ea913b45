package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.autoscaling.AutoScaling.Registration;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.autoscaling.ScalingPolicy;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a capacity is to follow its load: DynamoDB's AutoScalingSettingsUpdate. Null leaves a member
 * as it is. The role is read and not used: replication and scaling need none here.
 */
record ScalingUpdate(
        @Nullable Long min, @Nullable Long max, boolean disabled, @Nullable Policy policy) {
    private static final String TRACKING =
            "AutoScalingTargetTrackingScalingPolicyConfigurationUpdate";

    /**
     * How it follows.
     *
     * @param name null for DynamoDB's own
     * @param outCooldown in seconds; null for none
     * @param inCooldown in seconds; null for none
     */
    record Policy(
            @Nullable String name,
            double utilization,
            boolean scaleInDisabled,
            @Nullable Integer outCooldown,
            @Nullable Integer inCooldown) {}

    /** Reads it, and notes the rules of the API model that it breaks; null where it is absent. */
    static @Nullable ScalingUpdate read(RequestReader in, String member) {
        RequestReader update = in.structure(member, "AutoScalingSettingsUpdate");
        if (update == null) {
            return null;
        }
        Long min = update.number("MinimumUnits", Constraint.atLeast(1));
        Long max = update.number("MaximumUnits", Constraint.atLeast(1));
        boolean disabled = update.flag("AutoScalingDisabled");
        var _ =
                update.string(
                        "AutoScalingRoleArn",
                        Constraint.pattern(
                                "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r"
                                        + "\\n"
                                        + "\\t]*"),
                        Constraint.minLength(1),
                        Constraint.maxLength(1600));
        return new ScalingUpdate(min, max, disabled, policy(update));
    }

    private static @Nullable Policy policy(RequestReader in) {
        RequestReader policy = in.structure("ScalingPolicyUpdate", "AutoScalingPolicyUpdate");
        if (policy == null) {
            return null;
        }
        String name =
                policy.string(
                        "PolicyName",
                        Constraint.pattern("\\p{Print}+"),
                        Constraint.minLength(1),
                        Constraint.maxLength(256));
        RequestReader tracking =
                policy.requiredStructure("TargetTrackingScalingPolicyConfiguration", TRACKING);
        if (tracking == null) {
            return null;
        }
        boolean scaleInDisabled = tracking.flag("DisableScaleIn");
        Integer in1 = tracking.integer("ScaleInCooldown");
        Integer out = tracking.integer("ScaleOutCooldown");
        return new Policy(name, tracking.requiredDecimal("TargetValue"), scaleInDisabled, out, in1);
    }

    /**
     * Checks what the API model does not say.
     *
     * @throws ValidationException if it asks for what cannot be
     */
    void check() {
        if (disabled && (min != null || max != null || policy != null)) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Auto scaling cannot be disabled"
                            + " and configured at the same time");
        }
        if (policy != null) {
            ScalingPolicy.checkUtilization(policy.utilization());
            checkCooldown("ScaleInCooldown", policy.inCooldown());
            checkCooldown("ScaleOutCooldown", policy.outCooldown());
        }
    }

    private static void checkCooldown(String member, @Nullable Integer seconds) {
        if (seconds != null && seconds < 0) {
            throw new ValidationException(
                    "One or more parameter values were invalid: "
                            + member
                            + " must not be negative: "
                            + seconds);
        }
    }

    Registration registration(Capacity capacity) {
        return new Registration(capacity, min, max, null, Map.of());
    }

    /** Returns the policy that {@code capacity} is to have. */
    static ScalingPolicy policy(Capacity capacity, String name, Policy wanted) {
        return new ScalingPolicy(
                capacity,
                name,
                "",
                wanted.utilization(),
                wanted.scaleInDisabled(),
                seconds(wanted.outCooldown()),
                seconds(wanted.inCooldown()),
                Instant.EPOCH);
    }

    private static Duration seconds(@Nullable Integer seconds) {
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }
}
