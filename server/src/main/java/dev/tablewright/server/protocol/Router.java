package dev.tablewright.server.protocol;

import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.http.HttpHandler;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;
import dev.tablewright.server.metrics.MetricsText;
import dev.tablewright.server.metrics.RequestMetrics;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds the protocol of each request. Answers itself what belongs to none: health checks, metrics,
 * CORS preflights, and what no service would know.
 */
public final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /**
     * What programs in browsers may read of an answer, besides its body. Not the checksum: browsers
     * ask for gzip and hide that they undo it, and the checksum is that of the coded bytes.
     */
    private static final String EXPOSED =
            "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";

    /** In the paths of all documents that anybody may read (RFC 8615). */
    private static final String DOCUMENTS = "/.well-known/";

    private final List<Protocol> protocols;
    private final RequestIds requestIds;
    private final String region;
    private final BooleanSupplier ready;
    private final Function<String, @Nullable String> documents;
    private final AuditTrail audit;
    private final RequestMetrics requests = new RequestMetrics();
    private final Consumer<MetricsText> gauges;

    /**
     * Creates a router.
     *
     * @param protocols asked in this order
     * @param region named in the health text
     * @param ready whether the server can do its work
     * @param documents JSON that anybody may read, by path; null where there is none
     * @param audit learns of every request that a protocol answers
     * @param gauges writes what else {@code /metrics} tells
     */
    public Router(
            List<Protocol> protocols,
            RequestIds requestIds,
            String region,
            BooleanSupplier ready,
            Function<String, @Nullable String> documents,
            AuditTrail audit,
            Consumer<MetricsText> gauges) {
        this.protocols = List.copyOf(protocols);
        this.requestIds = requestIds;
        this.region = region;
        this.ready = ready;
        this.documents = documents;
        this.audit = audit;
        this.gauges = gauges;
    }

    @Override
    public boolean mayBlock(HttpRequest request) {
        Protocol protocol = protocolOf(request);
        return protocol == null ? request.path().contains(DOCUMENTS) : protocol.mayBlock(request);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        long start = System.nanoTime();
        Protocol protocol = protocolOf(request);
        String requestId = protocol == null ? requestIds.next() : protocol.requestId(requestIds);
        HttpResponse response;
        if (protocol == null) {
            response = answerItself(request);
        } else {
            response = serve(protocol, request, new AuditEntry(requestId, start));
        }
        boolean checksum = protocol == null || protocol.sendsChecksum();
        return withCommonHeaders(request, response, requestId, checksum);
    }

    private @Nullable Protocol protocolOf(HttpRequest request) {
        for (Protocol protocol : protocols) {
            if (protocol.accepts(request)) {
                return protocol;
            }
        }
        return null;
    }

    private HttpResponse serve(Protocol protocol, HttpRequest request, AuditEntry entry) {
        try {
            return protocol.serve(request, entry);
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("request {} failed", entry.requestId(), bug);
            entry.failed("InternalFailure", null);
            return plain(500, "");
        } finally {
            entry.end();
            requests.count(entry.service(), entry.operation(), entry.outcome(), entry.micros());
            audit.note(entry);
        }
    }

    private HttpResponse answerItself(HttpRequest request) {
        if (request.method().equals("OPTIONS") && request.headers().first("origin") != null) {
            return plain(200, "");
        }
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return switch (request.path()) {
                case "/livez" -> plain(200, "ok");
                case "/readyz" ->
                        ready.getAsBoolean() ? plain(200, health()) : plain(503, "not ready");
                case "/metrics" -> metrics();
                case "/", "/ping" -> plain(200, "healthy: dynamodb." + region + ".amazonaws.com ");
                default -> document(request.path());
            };
        }
        return unknown();
    }

    private HttpResponse document(String path) {
        String json = documents.apply(path);
        return json == null
                ? unknown()
                : new HttpResponse(
                        200,
                        List.of(new HttpHeaders.Field("Content-Type", "application/json")),
                        json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse unknown() {
        return plain(404, "<UnknownOperationException/>\n");
    }

    private HttpResponse metrics() {
        MetricsText text = new MetricsText();
        requests.writeTo(text);
        gauges.accept(text);
        return new HttpResponse(
                200,
                List.of(new HttpHeaders.Field("Content-Type", MetricsText.CONTENT_TYPE)),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String health() {
        return audit.enforcement() == Enforcement.STRICT
                ? "ok"
                : "ok, in soft mode: policies are not enforced";
    }

    private static HttpResponse plain(int status, String text) {
        return new HttpResponse(status, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public HttpResponse overloaded(HttpRequest request) {
        return withCommonHeaders(request, plain(503, ""), requestIds.next(), true);
    }

    private static HttpResponse withCommonHeaders(
            HttpRequest request, HttpResponse response, String requestId, boolean checksum) {
        List<HttpHeaders.Field> headers = new ArrayList<>(response.headers());
        headers.add(new HttpHeaders.Field("x-amzn-RequestId", requestId));
        if (checksum) {
            headers.add(new HttpHeaders.Field("x-amz-crc32", Crc32.of(response.body())));
        }
        if (request.headers().first("origin") != null) {
            addCrossOriginHeaders(headers, request);
        }
        return new HttpResponse(response.status(), headers, response.body());
    }

    /** What DynamoDB tells browsers; the signature, not the origin, decides who may do what. */
    private static void addCrossOriginHeaders(
            List<HttpHeaders.Field> headers, HttpRequest request) {
        headers.add(new HttpHeaders.Field("Access-Control-Allow-Origin", "*"));
        if (!request.method().equals("OPTIONS")) {
            headers.add(new HttpHeaders.Field("Access-Control-Expose-Headers", EXPOSED));
            return;
        }
        mirror(headers, request, "Access-Control-Request-Headers", "Access-Control-Allow-Headers");
        mirror(headers, request, "Access-Control-Request-Method", "Access-Control-Allow-Methods");
        headers.add(new HttpHeaders.Field("Access-Control-Max-Age", "172800"));
    }

    private static void mirror(
            List<HttpHeaders.Field> headers, HttpRequest request, String asked, String allowed) {
        String value = request.headers().first(asked);
        if (value != null) {
            headers.add(new HttpHeaders.Field(allowed, value));
        }
    }
}
