package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A request that may be done: policy has allowed it, or it was let through where policies are not
 * enforced. Only the authorizer can make one, and operations accept nothing else, so an operation
 * that forgets to ask for permission does not compile. Of a request that is refused by part, the
 * parts that may not be done are told by {@link #refusal}.
 */
public final class Authorized<Q> {
    private final Q request;
    private final Caller caller;
    private final Decision decision;
    private final @Nullable Denied wouldBeDenied;
    private final Map<Integer, Denied> refusals;

    Authorized(
            Q request,
            Caller caller,
            Decision decision,
            @Nullable Denied wouldBeDenied,
            Map<Integer, Denied> refusals) {
        this.request = request;
        this.caller = caller;
        this.decision = decision;
        this.wouldBeDenied = wouldBeDenied;
        this.refusals = Map.copyOf(refusals);
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

    /**
     * Why a part of the request may not be done; null where it may.
     *
     * @param permission place of the part's permission among those that the request needs, from 0
     */
    public @Nullable Denied refusal(int permission) {
        return refusals.get(permission);
    }

    /**
     * The permissions of the parts that may be done.
     *
     * @param needed all that the request needs, in the order in which they were decided
     */
    public List<Access> given(List<Access> needed) {
        return refusals.isEmpty()
                ? needed
                : IntStream.range(0, needed.size())
                        .filter(place -> !refusals.containsKey(place))
                        .mapToObj(needed::get)
                        .toList();
    }

    /** The first part that may not be done; null where all of them may. */
    public @Nullable Denied firstRefusal() {
        return refusals.keySet().stream().min(Integer::compare).map(refusals::get).orElse(null);
    }
}
