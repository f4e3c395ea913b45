package dev.tablewright.server.operation.administration;

import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;

/**
 * GetStatus: how the server does.
 *
 * <pre>
 * {} -> {"Started": 1763715600.0, "Enforcement": "STRICT" | "SOFT", "Audit": "OFF" | "MANAGEMENT" | "ALL",
 *        "AuditEventsDropped": 0,
 *        "LetThrough": [{"Principal": "arn:...", "Action": "dynamodb:PutItem", "Count": 3}]}
 * </pre>
 */
final class GetStatus implements AdministrationOperation<GetStatus.Request, GetStatus.Response> {
    private final AuditTrail audit;
    private final Instant started;

    GetStatus(AuditTrail audit, Instant started) {
        this.audit = audit;
        this.started = started;
    }

    record Request() {}

    record Response(Instant started, AuditTrail.Status audit) {}

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
        return new Response(started, audit.status());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.time("Started", response.started());
        out.string("Enforcement", response.audit().enforcement().name());
        out.string("Audit", response.audit().level().name());
        out.number("AuditEventsDropped", response.audit().dropped());
        out.objects(
                "LetThrough",
                response.audit().letThrough(),
                (each, count) -> {
                    each.string("Principal", count.identity());
                    each.string("Action", count.action());
                    each.number("Count", count.count());
                });
    }
}
