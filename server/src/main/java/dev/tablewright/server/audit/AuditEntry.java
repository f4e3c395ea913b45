package dev.tablewright.server.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One request on its way through the server, filled in as things become known and logged once at
 * its end. Holds names and outcomes only: no item, no key value, no secret. Used by one thread at a
 * time.
 */
public final class AuditEntry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tablewright.audit");

    private final String requestId;
    private final long startNanos;
    private @Nullable String caller;
    private @Nullable String service;
    private @Nullable String operation;
    private @Nullable String resource;
    private @Nullable String outcome;
    private @Nullable String detail;

    /** Begins an entry; {@code startNanos} is the System.nanoTime of the request's arrival. */
    public AuditEntry(String requestId, long startNanos) {
        this.requestId = requestId;
        this.startNanos = startNanos;
    }

    /** Returns the id that the client is told as well. */
    public String requestId() {
        return requestId;
    }

    /** Notes the ARN of the caller. */
    public void caller(String arn) {
        this.caller = arn;
    }

    /** Notes the service, as signatures name it, and the operation. */
    public void operation(String ofService, String name) {
        this.service = ofService;
        this.operation = name;
    }

    /** Notes what is asked for: an ARN, or several separated by commas. */
    public void resource(String arns) {
        this.resource = arns;
    }

    /** Notes how the request ended: {@code ok}, or the name of the error. */
    public void outcome(String name) {
        this.outcome = name;
    }

    /** Notes what only the log may know, for instance where else a missing table exists. */
    public void detail(String text) {
        this.detail = text;
    }

    /** Writes the line: successes at DEBUG, refusals at INFO. */
    public void log() {
        Level level = "ok".equals(outcome) ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("request", requestId);
        line = with(line, "caller", caller);
        line = with(line, "operation", operation == null ? null : service + ":" + operation);
        line = with(line, "resource", resource);
        line = with(line, "outcome", outcome);
        line = with(line, "detail", detail);
        line.addKeyValue("micros", (System.nanoTime() - startNanos) / 1000).log("request");
    }

    private static LoggingEventBuilder with(
            LoggingEventBuilder line, String key, @Nullable String value) {
        return value == null ? line : line.addKeyValue(key, value);
    }
}
