package dev.tablewright.server.protocol;

import dev.tablewright.server.operation.Operation;

/** An operation of a rest-json service. */
public interface RestOperation<Q, R> extends Operation<RequestReader, ResponseWriter, Q, R> {
    /** Which requests are meant, as {@link RestRoute#of} reads it. */
    String route();
}
