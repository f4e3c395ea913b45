package dev.tablewright.server.protocol.query;

import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.Protocol;
import dev.tablewright.server.protocol.RequestIds;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.server.sigv4.Signer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of IAM and STS: a form with Action and Version, in the body of a POST or in the
 * query of a GET; the answer is XML. The version tells which of the services is asked.
 */
public final class QueryProtocol implements Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(QueryProtocol.class);
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The region of the global endpoint: an unsigned request names none. */
    private static final String UNSIGNED_REGION = "us-east-1";

    /** How AWS calls the version of a request that names none. */
    private static final String NO_VERSION = "NO_VERSION_SPECIFIED";

    private final List<QueryService> services;
    private final Dispatcher dispatcher;
    private final SignatureVerifier signatures;
    private final InstantSource clock;

    /**
     * Creates the protocol.
     *
     * @param services at least one; the first answers what is addressed to none
     */
    public QueryProtocol(
            List<QueryService> services,
            Dispatcher dispatcher,
            SignatureVerifier signatures,
            InstantSource clock) {
        this.services = List.copyOf(services);
        this.dispatcher = dispatcher;
        this.signatures = signatures;
        this.clock = clock;
    }

    @Override
    public boolean accepts(HttpRequest request) {
        boolean form = request.method().equals("POST") && request.mediaType().equals(FORM);
        return form || ("&" + request.query()).contains("&Action=");
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
        QueryService service = services.getFirst();
        try {
            Map<String, String> parameters = parametersOf(request);
            service = serviceOf(parameters, request);
            String body = run(service, parameters, request, entry);
            return answer(200, body);
        } catch (RuntimeException | StackOverflowError failure) {
            QueryError error = QueryError.of(failure);
            if (error.status() >= 500) {
                LOG.error("request {} failed", entry.requestId(), failure);
            }
            entry.failed(error.code(), error.text());
            return answer(error.status(), write(service, error, entry.requestId()));
        }
    }

    private static Map<String, String> parametersOf(HttpRequest request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return FormParameters.parse(
                request.mediaType().equals(FORM) ? body + "&" + request.query() : request.query());
    }

    private QueryService serviceOf(Map<String, String> parameters, HttpRequest request) {
        String version = parameters.get("Version");
        for (QueryService service : services) {
            if (service.version().equals(version)) {
                return service;
            }
        }
        String scope = scopeOf(parameters, request);
        for (QueryService service : services) {
            if (scope != null && scope.contains("/" + service.signing().name() + "/aws4_request")) {
                return service;
            }
        }
        return services.getFirst();
    }

    private static @Nullable String scopeOf(Map<String, String> parameters, HttpRequest request) {
        String header = request.headers().first("authorization");
        return header != null ? header : parameters.get("X-Amz-Credential");
    }

    private String run(
            QueryService service,
            Map<String, String> parameters,
            HttpRequest request,
            AuditEntry entry) {
        var operation = operationOf(service, parameters);
        entry.operation(service.signing().name(), operation.name());
        entry.parameters(parameters);
        Caller caller = Caller.ANONYMOUS;
        String region = UNSIGNED_REGION;
        if (operation.isSigned()) {
            Signer signer = signatures.verify(request, service.signing());
            caller = signer.credential().caller();
            region = signer.region();
            entry.signed(signer.credential());
        }
        service.admission().accept(caller);
        var context =
                new RequestContext(
                        entry.requestId(),
                        caller,
                        region,
                        clock.instant(),
                        request.remoteAddress(),
                        request.headers().first("user-agent"),
                        request.headers().first("host"),
                        request.secure());
        var out = new XmlWriter();
        String origin = (request.secure() ? "https://" : "http://") + context.host();
        dispatcher.dispatch(
                operation, context, entry, new QueryReader(parameters, caller, origin), out);
        return write(service, operation.name(), out.content(), entry.requestId());
    }

    private static Operation<QueryReader, XmlWriter, ?, ?> operationOf(
            QueryService service, Map<String, String> parameters) {
        String action = parameters.get("Action");
        if (action == null || action.isEmpty()) {
            throw MalformedQuery.missingAction();
        }
        String version = parameters.getOrDefault("Version", NO_VERSION);
        var operation = version.equals(service.version()) ? service.operations().get(action) : null;
        if (operation == null) {
            throw MalformedQuery.invalidAction(action, version);
        }
        return operation;
    }

    private static String write(
            QueryService service, String operation, @Nullable String content, String requestId) {
        String result =
                content == null
                        ? ""
                        : "<" + operation + "Result>" + content + "</" + operation + "Result>";
        return "<"
                + operation
                + "Response xmlns=\""
                + service.namespace()
                + "\">"
                + result
                + "<ResponseMetadata><RequestId>"
                + requestId
                + "</RequestId></ResponseMetadata></"
                + operation
                + "Response>\n";
    }

    private static String write(QueryService service, QueryError error, String requestId) {
        var out = new XmlWriter();
        out.element(
                "Error",
                () ->
                        out.text("Type", error.type())
                                .text("Code", error.code())
                                .text("Message", error.text()));
        out.text("RequestId", requestId);
        return "<ErrorResponse xmlns=\""
                + service.namespace()
                + "\">"
                + out.content()
                + "</ErrorResponse>\n";
    }

    private static HttpResponse answer(int status, String xml) {
        return new HttpResponse(
                status,
                List.of(new HttpHeaders.Field("Content-Type", "text/xml")),
                xml.getBytes(StandardCharsets.UTF_8));
    }
}
