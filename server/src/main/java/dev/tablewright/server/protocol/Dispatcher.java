package dev.tablewright.server.protocol;

import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.operation.Operation;

import java.util.List;

/** Takes every operation of every protocol through the same steps. */
public final class Dispatcher {
    private final Authorizer authorizer;

    /** Creates a dispatcher that asks {@code authorizer} for every operation. */
    public Dispatcher(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * Serves one request. Failures leave as exceptions; the protocol maps them.
     *
     * @param entry learns what is asked for, and why it is denied
     */
    public <I, O, Q, R> void dispatch(
            Operation<I, O, Q, R> operation,
            RequestContext context,
            AuditEntry entry,
            I in,
            O out) {
        entry.context(context);
        Q request = operation.decode(in);
        List<Access> needed = operation.access(request);
        entry.needed(needed);
        Authorized<Q> authorized;
        try {
            authorized =
                    operation.isRefusedByPart()
                            ? authorizer.authorizeParts(context, request, needed)
                            : authorizer.authorize(context, request, needed);
        } catch (AccessDenied refused) {
            entry.denied(refused.denied());
            throw refused;
        }
        entry.authorized(authorized);
        R response = operation.execute(authorized);
        operation.encode(response, out);
    }
}
