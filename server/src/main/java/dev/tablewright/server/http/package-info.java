/**
 * HTTP/1.1 on a socket: connections, limits and timeouts, and nothing about what a request means.
 * Only {@link dev.tablewright.server.http.HttpListener} knows the library underneath.
 */
@NullMarked
package dev.tablewright.server.http;

import org.jspecify.annotations.NullMarked;
