package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.ActionRequest;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * PutScheduledAction: gives a target other bounds at set times.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html">PutScheduledAction</a>
 */
final class PutScheduledAction
        implements Operation<RequestReader, ResponseWriter, ActionRequest, ActionRequest> {
    static final Constraint[] NAME = {
        Constraint.pattern(
                "(?!((^[ ]+.*)|(.*([\\u0000-\\u001f]|[\\u007f-\\u009f]|[:/|])+.*)|(.*[ ]+$))).+"),
        Constraint.minLength(1),
        Constraint.maxLength(256)
    };
    private static final Constraint[] TEXT = {Constraint.minLength(1), Constraint.maxLength(1600)};

    private final AutoScaling state;

    PutScheduledAction(AutoScaling state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "PutScheduledAction";
    }

    @Override
    public ActionRequest decode(RequestReader in) {
        String schedule = in.string("Schedule", TEXT);
        String zone = in.string("Timezone", TEXT);
        String action = in.requiredString("ScheduledActionName", NAME);
        Supplier<Capacity> capacity = TargetMembers.read(in);
        Instant start = in.time("StartTime");
        Instant end = in.time("EndTime");
        ActionRequest.Bounds bounds = bounds(in);
        in.requireValid();
        return new ActionRequest(capacity.get(), action, schedule, zone, start, end, bounds);
    }

    private static ActionRequest.@Nullable Bounds bounds(RequestReader in) {
        RequestReader action = in.structure("ScalableTargetAction", "ScalableTargetAction");
        return action == null
                ? null
                : new ActionRequest.Bounds(
                        action.number("MinCapacity"), action.number("MaxCapacity"));
    }

    @Override
    public List<Access> access(ActionRequest request) {
        return List.of(ScalingAccess.to(name(), state, request.capacity(), Map.of()));
    }

    @Override
    public ActionRequest execute(Authorized<ActionRequest> authorized) {
        var _ = state.put(authorized.request());
        return authorized.request();
    }

    @Override
    public void encode(ActionRequest request, ResponseWriter out) {}
}
