package dev.tablewright.server.protocol;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.operation.Operation;

/** Takes every operation of every protocol through the same steps. */
public final class Dispatcher {
    private final Authorizer authorizer;

    /** Creates a dispatcher that asks {@code authorizer} for every operation. */
    public Dispatcher(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Serves one request. Failures leave as exceptions; the protocol maps them. */
    public <I, O, Q, R> void dispatch(
            Operation<I, O, Q, R> operation, RequestContext context, I in, O out) {
        Q request = operation.decode(in);
        Authorized<Q> authorized =
                authorizer.authorize(context, request, operation.access(request));
        R response = operation.execute(authorized);
        operation.encode(response, out);
    }
}
