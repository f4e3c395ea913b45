package dev.tablewright.server.http;

import java.util.List;

/**
 * A whole response. The listener adds Content-Length, Date, Server and Connection.
 *
 * @param body owned by the response: do not change it
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpResponse(int status, List<HttpHeaders.Field> headers, byte[] body) {
    /** Copies the list of headers. */
    public HttpResponse {
        headers = List.copyOf(headers);
    }
}
