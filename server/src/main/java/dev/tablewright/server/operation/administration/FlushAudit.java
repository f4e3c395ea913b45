package dev.tablewright.server.operation.administration;

import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

/**
 * FlushAudit: writes to the audit files what is known and not written yet, so that whoever reads
 * them now reads everything.
 *
 * <pre>
 * {} -> {}
 * </pre>
 */
final class FlushAudit implements AdministrationOperation<FlushAudit.Request, FlushAudit.Response> {
    private final AuditTrail audit;

    FlushAudit(AuditTrail audit) {
        this.audit = audit;
    }

    record Request() {}

    record Response() {}

    @Override
    public String name() {
        return "FlushAudit";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        audit.flush();
        return new Response();
    }

    @Override
    public void encode(Response response, ResponseWriter out) {}
}
