package dev.tablewright.server.operation.administration;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * An operation of our own service that is about the whole server: its permission is {@code
 * tablewright:<Operation>} on {@code *}.
 *
 * @param <Q> the decoded request
 * @param <R> the response
 */
interface AdministrationOperation<Q, R> extends Operation<RequestReader, ResponseWriter, Q, R> {
    @Override
    default List<Access> access(Q request) {
        return List.of(Access.to("tablewright:" + name(), "*", ConditionContext.EMPTY));
    }
}
