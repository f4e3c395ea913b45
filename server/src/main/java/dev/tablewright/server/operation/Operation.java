package dev.tablewright.server.operation;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;

import java.util.List;

/**
 * One API operation. The dispatcher takes every operation through these steps, in this order; an
 * operation never calls another.
 *
 * @param <I> reads a request of the operation's protocol
 * @param <O> writes a response of the operation's protocol
 * @param <Q> the decoded request
 * @param <R> the response
 */
public interface Operation<I, O, Q, R> {
    /** The name of the operation, for instance {@code PutItem}. */
    String name();

    /** Whether requests are signed. Where they are not, something in them says who asks. */
    default boolean isSigned() {
        return true;
    }

    /** Reads and validates a request, without looking at any stored item. */
    Q decode(I in);

    /** Every permission that {@code request} needs; at least one. */
    List<Access> access(Q request);

    /**
     * Whether a permission that is missing refuses only the part of the request that needs it. Such
     * an operation tells it in the answer of that part, and asks {@link Authorized#refusal} before
     * it does any.
     */
    default boolean isRefusedByPart() {
        return false;
    }

    /** Does the work. */
    R execute(Authorized<Q> authorized);

    /** Writes what the client sees. */
    void encode(R response, O out);
}
