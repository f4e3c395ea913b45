package dev.tablewright.server.operation.administration;

import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/**
 * ExplainRequest: why a request was denied, or would have been.
 *
 * <pre>
 * {"RequestId": "..."} -> {"Record": {...}}     that request
 * {}                   -> {"Record": {...}}     the newest denial
 * </pre>
 *
 * <p>The record is described in {@code server.audit.DecisionRecord}. Error: {@code NoSuchDenial}.
 */
final class ExplainRequest
        implements AdministrationOperation<ExplainRequest.Request, ExplainRequest.Response> {
    private final AuditTrail audit;

    ExplainRequest(AuditTrail audit) {
        this.audit = audit;
    }

    record Request(@Nullable String id) {}

    record Response(String json) {}

    @Override
    public String name() {
        return "ExplainRequest";
    }

    @Override
    public Request decode(RequestReader in) {
        String id = in.string("RequestId");
        in.requireValid();
        return new Request(id);
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        String id = authorized.request().id();
        return new Response(audit.decisionRecord(id).orElseThrow(() -> noSuchDenial(id)));
    }

    private static Refusal noSuchDenial(@Nullable String id) {
        return new Refusal(
                "NoSuchDenial",
                id == null
                        ? "no request was denied"
                        : "no denied request has the id " + id + ", or it is too long ago");
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.json("Record", response.json());
    }
}
