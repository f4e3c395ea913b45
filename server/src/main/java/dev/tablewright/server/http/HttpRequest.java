package dev.tablewright.server.http;

/**
 * A whole request.
 *
 * @param method in capitals, for instance {@code POST}
 * @param target path and query exactly as sent, never decoded: signatures are over these bytes
 * @param body as sent; empty when there is none. Owned by the request: do not change it
 * @param remoteAddress numeric IP address of the peer
 * @param secure whether it came through TLS
 */
// An array, not a list of bytes: the body is read in place, and copied nowhere.
@SuppressWarnings("ArrayRecordComponent")
public record HttpRequest(
        String method,
        String target,
        HttpHeaders headers,
        byte[] body,
        String remoteAddress,
        boolean secure) {
    /** Without TLS. */
    public HttpRequest(
            String method, String target, HttpHeaders headers, byte[] body, String remoteAddress) {
        this(method, target, headers, body, remoteAddress, false);
    }

    /** Returns the target up to the question mark. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns what follows the first question mark of the target; empty when there is none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Returns the media type of the body in lower case, without parameters; empty when absent. */
    public String mediaType() {
        String contentType = headers.first("content-type");
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(java.util.Locale.ROOT);
    }
}
