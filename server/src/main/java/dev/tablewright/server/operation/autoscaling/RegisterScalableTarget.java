package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.AutoScaling.Registration;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.autoscaling.ScalableTarget;
import dev.tablewright.server.autoscaling.ScalableTarget.Suspension;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * RegisterScalableTarget: keeps a capacity of a table or global index between bounds from now on. A
 * capacity outside of them is moved at once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html">RegisterScalableTarget</a>
 */
final class RegisterScalableTarget
        implements Operation<RequestReader, ResponseWriter, Registration, ScalableTarget> {
    private final AutoScaling state;
    private final Catalog tables;

    RegisterScalableTarget(AutoScaling state, Catalog tables) {
        this.state = state;
        this.tables = tables;
    }

    @Override
    public String name() {
        return "RegisterScalableTarget";
    }

    @Override
    public Registration decode(RequestReader in) {
        Supplier<Capacity> capacity = TargetMembers.read(in);
        Long min = in.number("MinCapacity");
        Long max = in.number("MaxCapacity");
        Suspension suspension = suspension(in);
        Map<String, String> tags = in.stringMap("Tags", Constraint.maxLength(AutoScaling.MAX_TAGS));
        in.requireValid();
        return new Registration(
                capacity.get(), min, max, suspension, Objects.requireNonNullElse(tags, Map.of()));
    }

    private static @Nullable Suspension suspension(RequestReader in) {
        RequestReader suspended = in.structure("SuspendedState", "SuspendedState");
        return suspended == null
                ? null
                : new Suspension(
                        suspended.flag("DynamicScalingInSuspended"),
                        suspended.flag("DynamicScalingOutSuspended"),
                        suspended.flag("ScheduledScalingSuspended"));
    }

    /**
     * Also on the table: whoever may not change its capacity must not have it changed for him.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html">Permissions
     *     that are needed to register a table</a>
     */
    @Override
    public List<Access> access(Registration request) {
        Capacity capacity = request.capacity();
        return List.of(
                ScalingAccess.to(name(), state, capacity, request.tags()),
                onTable("DescribeTable", capacity),
                onTable("UpdateTable", capacity));
    }

    private Access onTable(String action, Capacity capacity) {
        ConditionContext.Builder context = ConditionContext.builder();
        Table table = tables.find(capacity.table());
        if (table != null) {
            table.settings()
                    .tags()
                    .forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
        }
        return Access.to("dynamodb:" + action, capacity.table().arn(), context.build());
    }

    @Override
    public ScalableTarget execute(Authorized<Registration> authorized) {
        Registration request = authorized.request();
        requireThere(request.capacity());
        return state.register(request);
    }

    private void requireThere(Capacity capacity) {
        Table table = tables.find(capacity.table());
        String index = capacity.index();
        if (table == null) {
            throw new ValidationException(
                    "DynamoDB table does not exist: " + capacity.resourceId());
        }
        boolean there =
                index == null
                        || table.indexes().stream()
                                .map(each -> each.definition())
                                .filter(each -> each.kind() == IndexDefinition.Kind.GLOBAL)
                                .anyMatch(each -> each.name().equals(index));
        if (!there) {
            throw new ValidationException(
                    "DynamoDB index does not exist: " + capacity.resourceId());
        }
    }

    @Override
    public void encode(ScalableTarget target, ResponseWriter out) {
        out.string("ScalableTargetARN", target.arn());
    }
}
