package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;

/**
 * TagResource: gives a target tags; those of other keys stay.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html">TagResource</a>
 */
final class TagResource
        implements Operation<
                RequestReader, ResponseWriter, TagResource.Request, TagResource.Request> {
    private final AutoScaling state;

    TagResource(AutoScaling state) {
        this.state = state;
    }

    record Request(String arn, Map<String, String> tags) {}

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = TargetArn.read(in);
        Map<String, String> tags =
                in.stringMap(
                        "Tags",
                        Constraint.values(Constraint.minLength(0), Constraint.maxLength(256)));
        if (tags == null) {
            in.note("Tags", "null", "Member must not be null");
        }
        in.requireValid();
        return new Request(arn, tags == null ? Map.of() : tags);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(ScalingAccess.to(name(), state, request.arn(), request.tags()));
    }

    @Override
    public Request execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        state.tag(request.arn(), request.tags());
        return request;
    }

    @Override
    public void encode(Request request, ResponseWriter out) {}
}
