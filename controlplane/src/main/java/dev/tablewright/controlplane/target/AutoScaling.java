package dev.tablewright.controlplane.target;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Application Auto Scaling, as far as DynamoDB's capacity needs it. The SDK's client of it cannot
 * be had where this is built, so this is one of our own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/Welcome.html">Application
 *     Auto Scaling API</a>
 */
public final class AutoScaling {
    static final SignedJson.Service SERVICE =
            new SignedJson.Service("application-autoscaling", "AnyScaleFrontendService", "1.1");

    private static final String NAMESPACE = "dynamodb";
    private static final String TRACKING = "TargetTrackingScaling";
    private static final String CONFIGURATION = "TargetTrackingScalingPolicyConfiguration";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SignedJson service;

    AutoScaling(SignedJson service) {
        this.service = service;
    }

    /**
     * What is scaled.
     *
     * @param resource {@code table/NAME} or {@code table/NAME/index/NAME}
     * @param dimension for instance {@code dynamodb:table:ReadCapacityUnits}
     */
    public record Capacity(String resource, String dimension) {}

    /** A capacity that is kept within bounds. */
    public record Bounds(Capacity capacity, long min, long max) {}

    /**
     * A policy by which a capacity follows its use.
     *
     * @param configuration the TargetTrackingScalingPolicyConfiguration, with all that is in it
     */
    public record Policy(String name, Capacity capacity, Map<String, Object> configuration) {
        /** Returns the metric that is followed; empty for one of the user's own. */
        public String metric() {
            return configuration.get("PredefinedMetricSpecification") instanceof Map<?, ?> metric
                    ? String.valueOf(metric.get("PredefinedMetricType"))
                    : "";
        }

        /** Returns which percentage of the capacity shall be in use. */
        public double target() {
            return configuration.get("TargetValue") instanceof Number number
                    ? number.doubleValue()
                    : 0;
        }
    }

    /**
     * Returns the targets among {@code resources}, at most 50.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the service refuses
     */
    public List<Bounds> bounds(Collection<String> resources) {
        List<Bounds> all = new ArrayList<>();
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("ServiceNamespace", NAMESPACE);
        request.put("ResourceIds", resources);
        for (JsonNode target : pages("DescribeScalableTargets", request, "ScalableTargets")) {
            all.add(
                    new Bounds(
                            capacity(target),
                            target.path("MinCapacity").longValue(),
                            target.path("MaxCapacity").longValue()));
        }
        return all;
    }

    /**
     * Returns the target tracking policies of a resource.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the service refuses
     */
    public List<Policy> policies(String resource) {
        List<Policy> all = new ArrayList<>();
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("ServiceNamespace", NAMESPACE);
        request.put("ResourceId", resource);
        for (JsonNode policy : pages("DescribeScalingPolicies", request, "ScalingPolicies")) {
            if (policy.path("PolicyType").asString("").equals(TRACKING)) {
                Map<String, Object> configuration = new LinkedHashMap<>();
                policy.path(CONFIGURATION)
                        .properties()
                        .forEach(
                                member ->
                                        configuration.put(
                                                member.getKey(),
                                                JSON.treeToValue(member.getValue(), Object.class)));
                all.add(
                        new Policy(
                                policy.path("PolicyName").asString(""),
                                capacity(policy),
                                configuration));
            }
        }
        return all;
    }

    private List<JsonNode> pages(String operation, Map<String, Object> request, String list) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, Object> next = new LinkedHashMap<>(request);
        while (true) {
            JsonNode page = service.call(operation, next);
            page.path(list).forEach(all::add);
            String token = page.path("NextToken").asString("");
            if (token.isEmpty()) {
                return all;
            }
            next.put("NextToken", token);
        }
    }

    private static Capacity capacity(JsonNode node) {
        return new Capacity(
                node.path("ResourceId").asString(""), node.path("ScalableDimension").asString(""));
    }

    /**
     * Keeps a capacity within bounds from now on.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the service refuses
     */
    public void register(Bounds bounds) {
        Map<String, Object> request = request(bounds.capacity());
        request.put("MinCapacity", bounds.min());
        request.put("MaxCapacity", bounds.max());
        var _ = service.call("RegisterScalableTarget", request);
    }

    /**
     * Lets a capacity be as it is, and deletes its policies.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the service refuses;
     *     ObjectNotFoundException if it is no target
     */
    public void deregister(Capacity capacity) {
        var _ = service.call("DeregisterScalableTarget", request(capacity));
    }

    /**
     * Makes a policy of a target, or replaces the one of that name.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the service refuses;
     *     ObjectNotFoundException if the capacity is no target
     */
    public void put(Policy policy) {
        Map<String, Object> request = request(policy.capacity());
        request.put("PolicyName", policy.name());
        request.put("PolicyType", TRACKING);
        request.put(CONFIGURATION, policy.configuration());
        var _ = service.call("PutScalingPolicy", request);
    }

    private static Map<String, Object> request(Capacity capacity) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("ServiceNamespace", NAMESPACE);
        request.put("ResourceId", capacity.resource());
        request.put("ScalableDimension", capacity.dimension());
        return request;
    }
}
