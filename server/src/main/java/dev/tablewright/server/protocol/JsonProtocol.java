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
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.server.sigv4.SignedService;
import dev.tablewright.server.sigv4.Signer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * DynamoDB's protocol: a POST with a JSON body, and the operation in X-Amz-Target.
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
    private static final String TARGET_PREFIX = "DynamoDB_20120810.";

    /** Reads by key: answered from memory or one short read, so not worth a change of threads. */
    private static final Set<String> INLINE = Set.of("GetItem", "DescribeTable");

    private final Map<String, Operation<RequestReader, ResponseWriter, ?, ?>> operations;
    private final Dispatcher dispatcher;
    private final SignatureVerifier signatures;
    private final InstantSource clock;
    private final Function<TableRef, List<TableRef>> elsewhere;

    /**
     * Creates the protocol with the operations that it serves.
     *
     * @param elsewhere finds tables of the same name in other accounts and regions, for the log
     */
    public JsonProtocol(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations,
            Dispatcher dispatcher,
            SignatureVerifier signatures,
            InstantSource clock,
            Function<TableRef, List<TableRef>> elsewhere) {
        this.operations =
                operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
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
        return target == null
                || !target.startsWith(TARGET_PREFIX)
                || !INLINE.contains(target.substring(TARGET_PREFIX.length()));
    }

    @Override
    public HttpResponse serve(HttpRequest request, AuditEntry entry) {
        String mediaType = request.mediaType();
        String contentType = MEDIA_TYPES.contains(mediaType) ? mediaType : JSON;
        try {
            byte[] body = run(request, entry);
            entry.outcome("ok");
            return answer(200, contentType, body);
        } catch (RuntimeException | StackOverflowError failure) {
            WireError error = WireError.of(failure);
            if (error.status() >= 500) {
                LOG.error("request {} failed", entry.requestId(), failure);
            }
            entry.outcome(error.name());
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
        JsonMembers body = request.body().length == 0 ? null : JsonMembers.parse(request.body());
        var operation = operationOf(request);
        entry.operation("dynamodb:" + operation.name());
        Signer signer = signatures.verify(request, SignedService.DYNAMODB);
        entry.caller(signer.credential().caller().principal().arn());
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
                        false);
        var out = new ResponseWriter();
        dispatcher.dispatch(
                operation, context, entry, RequestReader.of(body, request.body(), context), out);
        return out.finish();
    }

    private Operation<RequestReader, ResponseWriter, ?, ?> operationOf(HttpRequest request) {
        String target = request.headers().first("x-amz-target");
        var operation =
                target != null && target.startsWith(TARGET_PREFIX)
                        ? operations.get(target.substring(TARGET_PREFIX.length()))
                        : null;
        if (operation == null) {
            throw new UnknownOperation(String.valueOf(target));
        }
        return operation;
    }

    private static HttpResponse answer(int status, String contentType, byte[] body) {
        return new HttpResponse(
                status, List.of(new HttpHeaders.Field("Content-Type", contentType)), body);
    }
}
