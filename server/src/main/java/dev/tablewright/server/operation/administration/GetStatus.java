package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;

/**
 * GetStatus: how the server does.
 *
 * <pre>
 * {} -> {"Started": 1763715600.0}
 * </pre>
 */
final class GetStatus implements AdministrationOperation<GetStatus.Request, GetStatus.Response> {
    private final Instant started;

    GetStatus(Instant started) {
        this.started = started;
    }

    record Request() {}

    record Response(Instant started) {}

    @Override
    public String name() {
        return "GetStatus";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        return new Response(started);
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.time("Started", response.started());
    }
}
