package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.autoscaling.ScalableTarget;
import dev.tablewright.server.autoscaling.ScalingPolicy;
import dev.tablewright.server.operation.autoscaling.ScalingAccess;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the capacities of the tables of a global table follow their load, changed and shown together.
 * They are the targets and policies of Application Auto Scaling in each region.
 */
final class ScalingSettings {
    private final AutoScaling scaling;

    ScalingSettings(AutoScaling scaling) {
        this.scaling = scaling;
    }

    /**
     * One change.
     *
     * @param region null for all of them
     * @param index null for the table's own capacity
     */
    record Change(
            @Nullable String region,
            @Nullable String index,
            Capacity.Direction direction,
            ScalingUpdate update) {
        private boolean concerns(Table table) {
            return region == null || region.equals(table.ref().region());
        }

        private Capacity of(Table table) {
            return new Capacity(table.ref(), index, direction);
        }
    }

    /** Adds a change that is asked for. */
    static void add(
            List<Change> changes,
            @Nullable String region,
            @Nullable String index,
            Capacity.Direction direction,
            @Nullable ScalingUpdate update) {
        if (update != null) {
            changes.add(new Change(region, index, direction, update));
        }
    }

    /** What it takes in Application Auto Scaling to make such changes. */
    List<Access> access(List<Table> tables, List<Change> changes) {
        List<Access> needed = new ArrayList<>();
        for (Table table : tables) {
            for (Change change : changes) {
                if (change.concerns(table)) {
                    needed.addAll(access(change.of(table), change.update()));
                }
            }
        }
        return needed;
    }

    private List<Access> access(Capacity capacity, ScalingUpdate update) {
        if (update.disabled()) {
            return List.of(to("DeregisterScalableTarget", capacity));
        }
        return update.policy() == null
                ? List.of(to("RegisterScalableTarget", capacity))
                : List.of(to("RegisterScalableTarget", capacity), to("PutScalingPolicy", capacity));
    }

    private Access to(String operation, Capacity capacity) {
        return ScalingAccess.to(operation, scaling, capacity, Map.of());
    }

    /**
     * Checks that changes can be made.
     *
     * @throws ValidationException if there is no such index, or bounds are missing or not in order
     */
    void check(List<Table> tables, List<Change> changes) {
        for (Change change : changes) {
            for (Table table : tables) {
                if (change.concerns(table)) {
                    requireIndex(table, change.index());
                    if (!change.update().disabled()) {
                        scaling.check(change.update().registration(change.of(table)));
                    }
                }
            }
        }
    }

    private static void requireIndex(Table table, @Nullable String index) {
        boolean there =
                index == null
                        || globalIndexes(table).stream()
                                .anyMatch(each -> each.name().equals(index));
        if (!there) {
            throw new ValidationException(
                    "One or more parameter values were invalid: The table does not have the"
                            + " specified index: "
                            + index);
        }
    }

    /** Makes changes that were checked. */
    void apply(List<Table> tables, List<Change> changes) {
        for (Change change : changes) {
            for (Table table : tables) {
                if (change.concerns(table)) {
                    apply(change.of(table), change.update());
                }
            }
        }
    }

    private void apply(Capacity capacity, ScalingUpdate update) {
        if (update.disabled()) {
            if (scaling.find(capacity) != null) {
                scaling.deregister(capacity);
            }
            return;
        }
        var _ = scaling.register(update.registration(capacity));
        ScalingUpdate.Policy policy = update.policy();
        if (policy != null) {
            put(capacity, policy);
        }
    }

    /** A capacity follows one policy; one of another name gives way. */
    private void put(Capacity capacity, ScalingUpdate.Policy wanted) {
        List<ScalingPolicy> present = scaling.policiesOf(capacity);
        String name = wanted.name();
        if (name == null) {
            name =
                    present.isEmpty()
                            ? ScalingPolicy.metricOf(capacity) + ":" + capacity.resourceId()
                            : present.getFirst().name();
        }
        for (ScalingPolicy policy : present) {
            if (!policy.name().equals(name)) {
                scaling.deletePolicy(capacity, policy.name());
            }
        }
        var _ = scaling.put(ScalingUpdate.policy(capacity, name, wanted));
    }

    /** Returns the global indexes of a table. */
    static List<IndexState> globalIndexes(Table table) {
        return table.indexes().stream()
                .filter(index -> index.definition().kind() == IndexDefinition.Kind.GLOBAL)
                .toList();
    }

    /** Writes AutoScalingSettingsDescription. */
    void write(
            ResponseWriter out,
            String member,
            Table table,
            @Nullable String index,
            Capacity.Direction direction) {
        Capacity capacity = new Capacity(table.ref(), index, direction);
        ScalableTarget target = scaling.find(capacity);
        out.object(
                member,
                inner -> {
                    if (target == null) {
                        inner.bool("AutoScalingDisabled", true);
                    } else {
                        write(inner, target);
                    }
                });
    }

    private void write(ResponseWriter out, ScalableTarget target) {
        out.number("MinimumUnits", target.min());
        out.number("MaximumUnits", target.max());
        out.string("AutoScalingRoleArn", target.roleArn());
        out.objects(
                "ScalingPolicies",
                scaling.policiesOf(target.capacity()),
                (each, policy) -> {
                    each.string("PolicyName", policy.name());
                    each.object(
                            "TargetTrackingScalingPolicyConfiguration",
                            inner -> {
                                inner.bool("DisableScaleIn", policy.scaleInDisabled());
                                inner.number("ScaleInCooldown", policy.inCooldown().toSeconds());
                                inner.number("ScaleOutCooldown", policy.outCooldown().toSeconds());
                                inner.decimal("TargetValue", policy.utilization());
                            });
                });
    }
}
