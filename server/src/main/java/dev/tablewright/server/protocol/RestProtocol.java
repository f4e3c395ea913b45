package dev.tablewright.server.protocol;

import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.server.sigv4.Signer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol of AWS Backup: an operation is a method and a path, its members are in path, query
 * and a JSON body.
 */
public final class RestProtocol implements Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(RestProtocol.class);

    private final RestService service;
    private final Dispatcher dispatcher;
    private final SignatureVerifier signatures;
    private final InstantSource clock;
    private final String scope;

    /** Creates the protocol with the service that speaks it. */
    public RestProtocol(
            RestService service,
            Dispatcher dispatcher,
            SignatureVerifier signatures,
            InstantSource clock) {
        this.service = service;
        this.dispatcher = dispatcher;
        this.signatures = signatures;
        this.clock = clock;
        this.scope = "/" + service.signing().name() + "/aws4_request";
    }

    @Override
    public boolean accepts(HttpRequest request) {
        if (request.method().equals("OPTIONS") || request.target().equals("/")) {
            return false;
        }
        String authorization = request.headers().first("authorization");
        return (authorization != null && authorization.contains(scope))
                || request.query().contains(scope.replace("/", "%2F"))
                || service.hasPath(request.path());
    }

    @Override
    public String requestId(RequestIds ids) {
        return ids.nextUuid();
    }

    @Override
    public boolean sendsChecksum() {
        return false;
    }

    @Override
    public boolean mayBlock(HttpRequest request) {
        return true;
    }

    @Override
    public HttpResponse serve(HttpRequest request, AuditEntry entry) {
        try {
            return answer(200, run(request, entry), List.of());
        } catch (RuntimeException | StackOverflowError failure) {
            RestError error = RestError.of(failure);
            if (error.status() >= 500) {
                LOG.error("request {} failed", entry.requestId(), failure);
            }
            entry.failed(error.name(), error.text());
            return answer(
                    error.status(),
                    error.toJson(),
                    List.of(new HttpHeaders.Field("x-amzn-ErrorType", error.name())));
        }
    }

    private byte[] run(HttpRequest request, AuditEntry entry) {
        RestService.Bound bound = service.find(request);
        if (bound == null) {
            var _ = signatures.verify(request, service.signing());
            throw new UnknownOperation(request.method() + " " + request.path());
        }
        return run(bound, request, entry);
    }

    private byte[] run(RestService.Bound bound, HttpRequest request, AuditEntry entry) {
        RestOperation<?, ?> operation = bound.operation();
        entry.operation(service.signing().name(), operation.name());
        Signer signer = signatures.verify(request, service.signing());
        entry.signed(signer.credential());
        var context =
                new RequestContext(
                        entry.requestId(),
                        signer.credential().caller(),
                        signer.region(),
                        clock.instant(),
                        request.remoteAddress(),
                        request.headers().first("user-agent"),
                        request.headers().first("host"),
                        request.secure());
        byte[] members = bound.route().members(request);
        var in = RequestReader.of(JsonMembers.parse(members), members, context);
        var out = new ResponseWriter();
        try {
            dispatcher.dispatch(operation, context, entry, in, out);
        } catch (ValidationException broken) {
            throw in.lacksMember()
                    ? BackupException.missing(String.valueOf(broken.getMessage()))
                    : broken;
        }
        return out.finish();
    }

    private static HttpResponse answer(int status, byte[] body, List<HttpHeaders.Field> more) {
        List<HttpHeaders.Field> headers = new ArrayList<>(more);
        headers.add(new HttpHeaders.Field("Content-Type", "application/json"));
        return new HttpResponse(status, headers, body);
    }
}
