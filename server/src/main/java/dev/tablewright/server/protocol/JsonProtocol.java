package dev.tablewright.server.protocol;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.server.sigv4.Signer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * DynamoDB's protocol: a POST with a JSON body, and service and operation in X-Amz-Target.
 *
 * <p>The order of complaints is DynamoDB's: verb and content type, JSON, operation, signature, then
 * what the operation itself has to say.
 */
public final class JsonProtocol implements Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(JsonProtocol.class);
    private static final String JSON_1_0 = "application/x-amz-json-1.0";
    private static final String JSON = "application/json";
    private static final Set<String> MEDIA_TYPES =
            Set.of(JSON_1_0, JSON, "application/x-amz-json-1.1");

    private final List<JsonService> services;
    private final Dispatcher dispatcher;
    private final SignatureVerifier signatures;
    private final InstantSource clock;
    private final Function<TableRef, List<TableRef>> elsewhere;

    /**
     * Creates the protocol with the services that speak it.
     *
     * @param services asked in this order
     * @param elsewhere finds tables of the same name in other accounts and regions, for the log
     */
    public JsonProtocol(
            List<JsonService> services,
            Dispatcher dispatcher,
            SignatureVerifier signatures,
            InstantSource clock,
            Function<TableRef, List<TableRef>> elsewhere) {
        this.services = List.copyOf(services);
        this.dispatcher = dispatcher;
        this.signatures = signatures;
        this.clock = clock;
        this.elsewhere = elsewhere;
    }

    @Override
    public boolean accepts(HttpRequest request) {
        return request.method().equals("POST")
                && (request.body().length == 0 || MEDIA_TYPES.contains(request.mediaType()));
    }

    @Override
    public String requestId(RequestIds ids) {
        return ids.next();
    }

    @Override
    public boolean mayBlock(HttpRequest request) {
        String target = request.headers().first("x-amz-target");
        JsonService service = target == null ? null : serviceOf(target);
        return target == null || service == null || !service.isInline(target);
    }

    @Override
    public HttpResponse serve(HttpRequest request, AuditEntry entry) {
        String mediaType = request.mediaType();
        String contentType = MEDIA_TYPES.contains(mediaType) ? mediaType : JSON;
        try {
            return answer(request, contentType, run(request, entry));
        } catch (Gzip.TooLarge _) {
            entry.failed("RequestEntityTooLarge", null);
            return new HttpResponse(413, List.of(), new byte[0]);
        } catch (RuntimeException | StackOverflowError failure) {
            WireError error = WireError.of(failure);
            if (error.status() >= 500) {
                LOG.error("request {} failed", entry.requestId(), failure);
            }
            entry.failed(error.name(), error.text());
            if (failure instanceof DatabaseException.ResourceNotFound missing) {
                explain(missing, entry);
            }
            return answer(error.status(), contentType, error.toJson());
        }
    }

    /** The client gets AWS's text; who reads the log learns of the same name in other places. */
    private void explain(DatabaseException.ResourceNotFound missing, AuditEntry entry) {
        TableRef table = missing.table();
        List<TableRef> others = table == null ? List.of() : elsewhere.apply(table);
        if (!others.isEmpty()) {
            entry.detail(
                    "a table of this name exists as "
                            + others.stream().map(TableRef::arn).collect(Collectors.joining(", ")));
        }
    }

    private byte[] run(HttpRequest request, AuditEntry entry) {
        byte[] sent = Gzip.decoded(request.headers(), request.body());
        JsonMembers body = sent.length == 0 ? null : JsonMembers.parse(sent);
        String target = request.headers().first("x-amz-target");
        JsonService service = target == null ? null : serviceOf(target);
        var operation = target == null || service == null ? null : service.operation(target);
        if (service == null || operation == null) {
            throw new UnknownOperation(String.valueOf(target));
        }
        entry.operation(service.signing().name(), operation.name());
        Signer signer = signatures.verify(request, service.signing());
        entry.signed(signer.credential());
        if (body == null) {
            throw new JsonSyntaxException("no body");
        }
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
        var out = new ResponseWriter();
        dispatcher.dispatch(operation, context, entry, RequestReader.of(body, sent, context), out);
        return out.finish();
    }

    private @Nullable JsonService serviceOf(String target) {
        for (JsonService service : services) {
            if (service.isMeant(target)) {
                return service;
            }
        }
        return null;
    }

    private static HttpResponse answer(HttpRequest request, String contentType, byte[] body) {
        if (!Gzip.isWanted(request.headers(), body.length)) {
            return answer(200, contentType, body);
        }
        return new HttpResponse(
                200,
                List.of(
                        new HttpHeaders.Field("Content-Type", contentType),
                        new HttpHeaders.Field("Content-Encoding", "gzip")),
                Gzip.coded(body));
    }

    private static HttpResponse answer(int status, String contentType, byte[] body) {
        return new HttpResponse(
                status, List.of(new HttpHeaders.Field("Content-Type", contentType)), body);
    }
}
