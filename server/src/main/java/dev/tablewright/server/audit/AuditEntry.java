package dev.tablewright.server.audit;

import dev.tablewright.policy.Decision;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.authorization.Denied;
import dev.tablewright.server.authorization.RequestContext;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credential;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request on its way through the server: the one carrier of all that becomes known of it. Holds
 * references only, and works nothing out before somebody asks; every request has one.
 *
 * <p>Filled in by one thread at a time, and not changed any more once it is handed on.
 */
public final class AuditEntry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tablewright.audit");
    private static final String OK = "ok";

    private final String requestId;
    private final long startNanos;
    private long micros;
    private @Nullable String service;
    private @Nullable String operation;
    private @Nullable String accessKeyId;
    private @Nullable String caller;
    private @Nullable RequestContext context;
    private List<Access> needed = List.of();
    private List<Access> used = List.of();
    private Map<String, String> parameters = Map.of();
    private @Nullable Decision decision;
    private @Nullable Denied denied;
    private boolean letThrough;
    private String outcome = OK;
    private @Nullable String message;
    private @Nullable String detail;

    /** Begins an entry; {@code startNanos} is the System.nanoTime of the request's arrival. */
    public AuditEntry(String requestId, long startNanos) {
        this.requestId = requestId;
        this.startNanos = startNanos;
    }

    /** Notes the service, as signatures name it, and the operation. */
    public void operation(String ofService, String name) {
        this.service = ofService;
        this.operation = name;
    }

    /** Notes whose signature holds. */
    public void signed(Credential credential) {
        this.accessKeyId = credential.accessKeyId();
        this.caller = credential.caller().principal().arn();
    }

    /** Notes all that is known before the request is decoded. */
    public void context(RequestContext known) {
        this.context = known;
    }

    /** Notes the parameters as they came; secrets among them go no further than here. */
    public void parameters(Map<String, String> asSent) {
        this.parameters = asSent;
    }

    /** Notes which permissions are needed. */
    public void needed(List<Access> permissions) {
        this.needed = permissions;
    }

    /** Notes that the request may be done, or parts of it. */
    public void authorized(Authorized<?> authorized) {
        bearer(authorized.caller());
        this.decision = authorized.decision();
        Denied refused = authorized.firstRefusal();
        this.denied = refused == null ? authorized.wouldBeDenied() : refused;
        this.letThrough = refused == null && denied != null;
        this.used = letThrough ? List.of() : authorized.given(needed);
    }

    /** Notes that the request may not be done. */
    public void denied(Denied missing) {
        bearer(missing.context().caller());
        this.decision = missing.decision();
        this.denied = missing;
    }

    /** A request that nobody signed is its bearer's, whom the token in it names. */
    private void bearer(Caller asked) {
        if (context != null && !context.caller().equals(asked)) {
            this.context = context.of(asked);
            this.caller = asked.principal().arn();
        }
    }

    /** Notes that the request failed, with the name of the error and its sentence. */
    public void failed(String name, @Nullable String sentence) {
        this.outcome = name;
        this.message = sentence;
    }

    /** Notes what only the log may know, for instance where else a missing table exists. */
    public void detail(String text) {
        this.detail = text;
    }

    /** Ends the request. */
    public void end() {
        this.micros = (System.nanoTime() - startNanos) / 1000;
        log();
    }

    /** Returns the id that the client is told as well. */
    public String requestId() {
        return requestId;
    }

    /** Returns how long it took, from arrival to answer, in microseconds. */
    public long micros() {
        return micros;
    }

    /** Returns the service as signatures name it; null where the request names no operation. */
    public @Nullable String service() {
        return service;
    }

    /** Returns the name of the operation; null where the request names none. */
    public @Nullable String operation() {
        return operation;
    }

    /** Returns the key that signed; null when the signature did not hold. */
    @Nullable String accessKeyId() {
        return accessKeyId;
    }

    /** Returns what is known of the caller and the connection; null when the signature failed. */
    @Nullable RequestContext context() {
        return context;
    }

    List<Access> needed() {
        return needed;
    }

    /** Returns the permissions that policies gave; none where soft mode let the request through. */
    List<Access> used() {
        return used;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    /** Returns why the first permission is given or why one is not; null where nobody asked. */
    @Nullable Decision decision() {
        return decision;
    }

    /** Returns the permission that is missing, whether or not that stopped the request. */
    public @Nullable Denied denied() {
        return denied;
    }

    boolean succeeded() {
        return outcome.equals(OK);
    }

    /** Whether the request was done although policy does not allow it. */
    boolean letThrough() {
        return letThrough;
    }

    /** Returns {@code ok}, or the name of the error. */
    public String outcome() {
        return outcome;
    }

    @Nullable String message() {
        return message;
    }

    @Nullable String detail() {
        return detail != null || denied == null ? detail : denied.summary();
    }

    /**
     * Writes the line: successes at DEBUG, refusals and what only soft mode let through at INFO.
     */
    private void log() {
        Level level = succeeded() && denied == null ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("request", requestId);
        line = with(line, "caller", caller);
        line = with(line, "operation", operation == null ? null : service + ":" + operation);
        line = with(line, "resource", needed.isEmpty() ? null : resources());
        line = with(line, "outcome", letThrough() ? outcome + ", would be denied" : outcome);
        line = with(line, "detail", detail());
        line.addKeyValue("micros", micros).log("request");
    }

    private String resources() {
        return needed.stream().map(Access::resource).distinct().collect(Collectors.joining(","));
    }

    private static LoggingEventBuilder with(
            LoggingEventBuilder line, String key, @Nullable String value) {
        return value == null ? line : line.addKeyValue(key, value);
    }
}
