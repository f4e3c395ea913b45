package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * DeleteScheduledAction: removes a scheduled action; the bounds that it has set stay.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html">DeleteScheduledAction</a>
 */
final class DeleteScheduledAction
        implements Operation<
                RequestReader,
                ResponseWriter,
                DeleteScheduledAction.Request,
                DeleteScheduledAction.Request> {
    private final AutoScaling state;

    DeleteScheduledAction(AutoScaling state) {
        this.state = state;
    }

    record Request(Capacity capacity, String action) {}

    @Override
    public String name() {
        return "DeleteScheduledAction";
    }

    @Override
    public Request decode(RequestReader in) {
        String action =
                in.requiredString(
                        "ScheduledActionName", Constraint.minLength(1), Constraint.maxLength(1600));
        Supplier<Capacity> capacity = TargetMembers.read(in);
        in.requireValid();
        return new Request(capacity.get(), action);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(ScalingAccess.to(name(), state, request.capacity(), Map.of()));
    }

    @Override
    public Request execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.deleteAction(request.capacity(), request.action());
        return request;
    }

    @Override
    public void encode(Request request, ResponseWriter out) {}
}
