package dev.tablewright.server.protocol;

import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;

/**
 * One wire protocol: which requests are its own, how they are signed, and what errors look like.
 */
public interface Protocol {
    /** Whether {@code request} is of this protocol. Looks at the header fields only. */
    boolean accepts(HttpRequest request);

    /** Returns an id for a request, in the form that this protocol's services give theirs. */
    String requestId(RequestIds ids);

    /** Whether answers carry the CRC-32 of their body, as DynamoDB's do. */
    default boolean sendsChecksum() {
        return true;
    }

    /** Whether answering may wait for a disk or take long. */
    boolean mayBlock(HttpRequest request);

    /**
     * Answers a request. What the caller may know of a failure is in the answer, and the audit
     * entry has its name; throws only where we are at fault, and the router answers then.
     *
     * @param entry to be filled in with caller, operation, permissions and failure; the router ends
     *     it
     */
    HttpResponse serve(HttpRequest request, AuditEntry entry);
}
