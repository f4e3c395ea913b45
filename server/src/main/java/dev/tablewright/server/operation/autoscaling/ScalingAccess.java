package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.model.TableRef;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.autoscaling.ScalableTarget;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The permissions of Application Auto Scaling: on targets, or on everything for the listings. */
public final class ScalingAccess {
    private static final String SERVICE = "application-autoscaling:";

    private ScalingAccess() {}

    /** A permission that cannot be limited to a target. */
    static List<Access> toList(String operation) {
        return List.of(Access.to(SERVICE + operation, "*", ConditionContext.builder().build()));
    }

    /** A permission on the target of a capacity, which need not exist yet. */
    public static Access to(
            String operation, AutoScaling state, Capacity capacity, Map<String, String> tags) {
        ScalableTarget target = state.find(capacity);
        TableRef table = capacity.table();
        String arn =
                target == null
                        ? "arn:aws:application-autoscaling:"
                                + table.region()
                                + ":"
                                + table.account()
                                + ":scalable-target/*"
                        : target.arn();
        ConditionContext.Builder context =
                tagsOf(target)
                        .put(SERVICE + "service-namespace", "dynamodb")
                        .put(SERVICE + "scalable-dimension", capacity.dimension());
        return Access.to(SERVICE + operation, arn, withRequestTags(context, tags).build());
    }

    /** A permission on the target that an ARN names, to read its tags or give it others. */
    static Access to(String operation, AutoScaling state, String arn, Map<String, String> tags) {
        return Access.to(
                SERVICE + operation, arn, withRequestTags(tagsOf(state.find(arn)), tags).build());
    }

    /** A permission on the target that an ARN names, to take tags from it. */
    static Access toUntag(
            String operation, AutoScaling state, String arn, Collection<String> keys) {
        return Access.to(
                SERVICE + operation,
                arn,
                tagsOf(state.find(arn)).putAll("aws:TagKeys", keys).build());
    }

    private static ConditionContext.Builder tagsOf(@Nullable ScalableTarget target) {
        ConditionContext.Builder context = ConditionContext.builder();
        if (target != null) {
            target.tags().forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
        }
        return context;
    }

    private static ConditionContext.Builder withRequestTags(
            ConditionContext.Builder context, Map<String, String> tags) {
        tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        return tags.isEmpty() ? context : context.putAll("aws:TagKeys", tags.keySet());
    }
}
