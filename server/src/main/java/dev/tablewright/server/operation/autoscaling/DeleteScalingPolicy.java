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
 * DeleteScalingPolicy: a capacity no longer follows its use; it stays as it is.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html">DeleteScalingPolicy</a>
 */
final class DeleteScalingPolicy
        implements Operation<
                RequestReader,
                ResponseWriter,
                DeleteScalingPolicy.Request,
                DeleteScalingPolicy.Request> {
    private final AutoScaling state;

    DeleteScalingPolicy(AutoScaling state) {
        this.state = state;
    }

    record Request(Capacity capacity, String policy) {}

    @Override
    public String name() {
        return "DeleteScalingPolicy";
    }

    @Override
    public Request decode(RequestReader in) {
        String policy =
                in.requiredString(
                        "PolicyName", Constraint.minLength(1), Constraint.maxLength(1600));
        Supplier<Capacity> capacity = TargetMembers.read(in);
        in.requireValid();
        return new Request(capacity.get(), policy);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(ScalingAccess.to(name(), state, request.capacity(), Map.of()));
    }

    @Override
    public Request execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.deletePolicy(request.capacity(), request.policy());
        return request;
    }

    @Override
    public void encode(Request request, ResponseWriter out) {}
}
