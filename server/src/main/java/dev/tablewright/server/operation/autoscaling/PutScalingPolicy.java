package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.autoscaling.ScalingPolicy;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * PutScalingPolicy: lets a capacity follow its use: target tracking with DynamoDB's own metric.
 * Step scaling is not for DynamoDB, on AWS neither.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html">PutScalingPolicy</a>
 */
final class PutScalingPolicy
        implements Operation<RequestReader, ResponseWriter, ScalingPolicy, ScalingPolicy> {
    private static final String CONFIGURATION = "TargetTrackingScalingPolicyConfiguration";

    private final AutoScaling state;

    PutScalingPolicy(AutoScaling state) {
        this.state = state;
    }

    /** PolicyType. */
    enum Type {
        StepScaling,
        TargetTrackingScaling,
        PredictiveScaling
    }

    @Override
    public String name() {
        return "PutScalingPolicy";
    }

    @Override
    public ScalingPolicy decode(RequestReader in) {
        String policy =
                in.requiredString(
                        "PolicyName",
                        Constraint.pattern("\\p{Print}+"),
                        Constraint.minLength(1),
                        Constraint.maxLength(256));
        Supplier<Capacity> capacity = TargetMembers.read(in);
        Type type =
                in.choice(
                        "PolicyType",
                        List.of(
                                Type.StepScaling,
                                Type.TargetTrackingScaling,
                                Type.PredictiveScaling),
                        Type.StepScaling);
        RequestReader tracking = in.structure(CONFIGURATION, CONFIGURATION);
        Supplier<ScalingPolicy> read =
                tracking == null
                        ? () -> {
                            throw new ValidationException(
                                    "The target tracking scaling policy configuration must be"
                                            + " specified for policy type TargetTrackingScaling");
                        }
                        : tracking(policy, capacity, tracking);
        in.requireValid();
        if (type != Type.TargetTrackingScaling) {
            throw new ValidationException(
                    "Policy type " + type + " is not supported for service namespace dynamodb");
        }
        return read.get();
    }

    private static Supplier<ScalingPolicy> tracking(
            String name, Supplier<Capacity> capacity, RequestReader in) {
        double target = in.requiredDecimal("TargetValue");
        RequestReader metric =
                in.structure("PredefinedMetricSpecification", "PredefinedMetricSpecification");
        String metricType = metric == null ? "" : metric.requiredString("PredefinedMetricType");
        boolean scaleInDisabled = in.flag("DisableScaleIn");
        long out = cooldown(in, "ScaleOutCooldown");
        long down = cooldown(in, "ScaleInCooldown");
        return () -> {
            Capacity of = capacity.get();
            requireMetric(of, metricType);
            ScalingPolicy.checkUtilization(target);
            return new ScalingPolicy(
                    of,
                    name,
                    "",
                    target,
                    scaleInDisabled,
                    Duration.ofSeconds(out),
                    Duration.ofSeconds(down),
                    Instant.EPOCH);
        };
    }

    private static long cooldown(RequestReader in, String member) {
        Long seconds = in.number(member, Constraint.atLeast(0));
        return seconds == null ? 0 : seconds;
    }

    /** A metric of the user's own would lie in CloudWatch, which is not here. */
    private static void requireMetric(Capacity capacity, String metricType) {
        String expected = ScalingPolicy.metricOf(capacity);
        if (!metricType.equals(expected)) {
            throw new ValidationException(
                    metricType.isEmpty()
                            ? "A PredefinedMetricSpecification is required; customized metrics are"
                                    + " not supported here"
                            : "The predefined metric "
                                    + metricType
                                    + " does not fit "
                                    + capacity.dimension()
                                    + "; expected "
                                    + expected);
        }
    }

    @Override
    public List<Access> access(ScalingPolicy policy) {
        return List.of(ScalingAccess.to(name(), state, policy.capacity(), Map.of()));
    }

    @Override
    public ScalingPolicy execute(Authorized<ScalingPolicy> authorized) {
        return state.put(authorized.request());
    }

    @Override
    public void encode(ScalingPolicy policy, ResponseWriter out) {
        out.string("PolicyARN", policy.arn());
        PolicyAlarms.write(out, policy);
    }
}
