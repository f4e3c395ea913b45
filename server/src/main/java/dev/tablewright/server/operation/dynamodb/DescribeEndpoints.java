package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeEndpoints: where to send requests.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html">DescribeEndpoints</a>
 */
final class DescribeEndpoints
        implements Operation<
                RequestReader,
                ResponseWriter,
                DescribeEndpoints.Request,
                DescribeEndpoints.Response> {
    private static final int CACHE_MINUTES = 1440;

    record Request(String address) {}

    record Response(String address) {}

    @Override
    public String name() {
        return "DescribeEndpoints";
    }

    /** The address that the client used already: it must not be led away from here, to AWS. */
    @Override
    public Request decode(RequestReader in) {
        String host = in.context().host();
        return new Request(host == null ? "dynamodb." + in.region() + ".amazonaws.com" : host);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                Access.to("dynamodb:DescribeEndpoints", "*", ConditionContext.builder().build()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        return new Response(authorized.request().address());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects(
                "Endpoints",
                List.of(response.address()),
                (endpoint, address) -> {
                    endpoint.string("Address", address);
                    endpoint.number("CachePeriodInMinutes", CACHE_MINUTES);
                });
    }
}
