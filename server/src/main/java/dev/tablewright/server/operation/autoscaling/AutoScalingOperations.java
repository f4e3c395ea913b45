package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * The list of Application Auto Scaling's operations: a new one is served as soon as it stands here.
 */
public final class AutoScalingOperations {
    private AutoScalingOperations() {}

    /** Returns every operation, working on {@code state} for the tables there are. */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(
            AutoScaling state, Catalog tables) {
        return List.of(
                new DeleteScalingPolicy(state),
                new DeleteScheduledAction(state),
                new DeregisterScalableTarget(state),
                new DescribeScalableTargets(state),
                new DescribeScalingActivities(state),
                new DescribeScalingPolicies(state),
                new DescribeScheduledActions(state),
                new ListTagsForResource(state),
                new PutScalingPolicy(state),
                new PutScheduledAction(state),
                new RegisterScalableTarget(state, tables),
                new TagResource(state),
                new UntagResource(state));
    }
}
