package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;

/**
 * ListTagsForResource: the tags of a target.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html">ListTagsForResource</a>
 */
final class ListTagsForResource
        implements Operation<RequestReader, ResponseWriter, String, Map<String, String>> {
    private final AutoScaling state;

    ListTagsForResource(AutoScaling state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "ListTagsForResource";
    }

    @Override
    public String decode(RequestReader in) {
        String arn = TargetArn.read(in);
        in.requireValid();
        return arn;
    }

    @Override
    public List<Access> access(String arn) {
        return List.of(ScalingAccess.to(name(), state, arn, Map.of()));
    }

    @Override
    public Map<String, String> execute(Authorized<String> authorized) {
        return state.require(authorized.request()).tags();
    }

    @Override
    public void encode(Map<String, String> tags, ResponseWriter out) {
        out.object("Tags", inner -> tags.forEach(inner::string));
    }
}
