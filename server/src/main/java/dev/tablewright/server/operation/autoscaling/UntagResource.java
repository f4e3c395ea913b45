package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * UntagResource: takes tags from a target.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html">UntagResource</a>
 */
final class UntagResource
        implements Operation<
                RequestReader, ResponseWriter, UntagResource.Request, UntagResource.Request> {
    private static final int MAX_KEYS = 200;

    private final AutoScaling state;

    UntagResource(AutoScaling state) {
        this.state = state;
    }

    record Request(String arn, List<String> keys) {}

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = TargetArn.read(in);
        List<String> keys = in.strings("TagKeys", Constraint.maxLength(MAX_KEYS));
        if (keys == null) {
            in.note("TagKeys", "null", "Member must not be null");
        }
        in.requireValid();
        return new Request(arn, keys == null ? List.of() : keys);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(ScalingAccess.toUntag(name(), state, request.arn(), request.keys()));
    }

    @Override
    public Request execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.untag(request.arn(), request.keys());
        return request;
    }

    @Override
    public void encode(Request request, ResponseWriter out) {}
}
