package dev.tablewright.server.authorization;

import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is known of a request before it is decoded.
 *
 * @param caller who signed it
 * @param region region of the signature's credential scope; tables are looked up there
 * @param time when the request arrived
 * @param sourceIp numeric address of the peer
 * @param userAgent the User-Agent header, or null
 * @param host the Host header: how the client reaches this server; or null
 * @param secure whether the request came through TLS
 */
public record RequestContext(
        String requestId,
        Caller caller,
        String region,
        Instant time,
        String sourceIp,
        @Nullable String userAgent,
        @Nullable String host,
        boolean secure) {
    /** Returns the same request of another caller: a token in it says who asks. */
    public RequestContext of(Caller bearer) {
        return new RequestContext(
                requestId, bearer, region, time, sourceIp, userAgent, host, secure);
    }
}
