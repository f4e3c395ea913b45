package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

/**
 * A request that may be done: policy has allowed it, or it was let through where policies are not
 * enforced. Only the authorizer can make one, and operations accept nothing else, so an operation
 * that forgets to ask for permission does not compile.
 */
public final class Authorized<Q> {
    private final Q request;
    private final Caller caller;
    private final Decision decision;
    private final @Nullable Denied wouldBeDenied;

    Authorized(Q request, Caller caller, Decision decision, @Nullable Denied wouldBeDenied) {
        this.request = request;
        this.caller = caller;
        this.decision = decision;
        this.wouldBeDenied = wouldBeDenied;
    }

    /** The allowed request. */
    public Q request() {
        return request;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** Why the first permission that it needs is given. */
    public Decision decision() {
        return decision;
    }

    /** The permission that is missing, where the request was let through all the same. */
    public @Nullable Denied wouldBeDenied() {
        return wouldBeDenied;
    }
}
