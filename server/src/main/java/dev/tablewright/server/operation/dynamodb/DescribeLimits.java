package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeLimits: the provisioned capacity that an account and a table may have; AWS's defaults.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html">DescribeLimits</a>
 */
final class DescribeLimits
        implements Operation<
                RequestReader, ResponseWriter, DescribeLimits.Request, DescribeLimits.Response> {
    private static final long OF_ACCOUNT = 80_000;
    private static final long OF_TABLE = 40_000;

    record Request() {}

    record Response() {}

    @Override
    public String name() {
        return "DescribeLimits";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request();
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                Access.to("dynamodb:DescribeLimits", "*", ConditionContext.builder().build()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        return new Response();
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.number("AccountMaxReadCapacityUnits", OF_ACCOUNT);
        out.number("AccountMaxWriteCapacityUnits", OF_ACCOUNT);
        out.number("TableMaxReadCapacityUnits", OF_TABLE);
        out.number("TableMaxWriteCapacityUnits", OF_TABLE);
    }
}
