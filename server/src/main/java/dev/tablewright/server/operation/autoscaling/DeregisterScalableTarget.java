package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * DeregisterScalableTarget: a capacity stays as it is from now on; its policies are gone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html">DeregisterScalableTarget</a>
 */
final class DeregisterScalableTarget
        implements Operation<RequestReader, ResponseWriter, Capacity, Capacity> {
    private final AutoScaling state;

    DeregisterScalableTarget(AutoScaling state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "DeregisterScalableTarget";
    }

    @Override
    public Capacity decode(RequestReader in) {
        Supplier<Capacity> capacity = TargetMembers.read(in);
        in.requireValid();
        return capacity.get();
    }

    @Override
    public List<Access> access(Capacity capacity) {
        return List.of(ScalingAccess.to(name(), state, capacity, Map.of()));
    }

    @Override
    public Capacity execute(Authorized<Capacity> authorized) {
        state.deregister(authorized.request());
        return authorized.request();
    }

    @Override
    public void encode(Capacity capacity, ResponseWriter out) {}
}
