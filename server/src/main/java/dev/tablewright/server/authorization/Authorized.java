package dev.tablewright.server.authorization;

import dev.tablewright.server.identity.Caller;

/**
 * A request that policy has allowed. Only the authorizer can make one, and operations accept
 * nothing else, so an operation that forgets to ask for permission does not compile.
 */
public final class Authorized<Q> {
    private final Q request;
    private final Caller caller;

    Authorized(Q request, Caller caller) {
        this.request = request;
        this.caller = caller;
    }

    /** The allowed request. */
    public Q request() {
        return request;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }
}
