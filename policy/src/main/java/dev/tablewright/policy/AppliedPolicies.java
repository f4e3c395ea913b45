package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All policies that one principal brings along. Policies of one layer are a union, layers are an
 * intersection. Immutable, but for an index that grows with what is asked: keep one for as long as
 * the policies stay the same.
 */
public final class AppliedPolicies {
    private final List<AttachedPolicy> identity;
    private final @Nullable AttachedPolicy boundary;
    private final @Nullable List<AttachedPolicy> session;

    private final StatementIndex identityIndex;
    private final @Nullable StatementIndex boundaryIndex;
    private final @Nullable StatementIndex sessionIndex;

    /** No policy at all: everything is denied to anyone but the root user. */
    public static final AppliedPolicies NONE = new AppliedPolicies(List.of(), null, null);

    /**
     * Puts policies together.
     *
     * @param identity of the user and the user's groups, or of the role
     * @param boundary permissions boundary; null when there is none
     * @param session session policies; null when the session was made without (an empty list
     *     denies)
     */
    public AppliedPolicies(
            List<AttachedPolicy> identity,
            @Nullable AttachedPolicy boundary,
            @Nullable List<AttachedPolicy> session) {
        this.identity = List.copyOf(identity);
        this.boundary = boundary;
        this.session = session == null ? null : List.copyOf(session);
        this.identityIndex = new StatementIndex(identity);
        this.boundaryIndex = boundary == null ? null : new StatementIndex(List.of(boundary));
        this.sessionIndex = session == null ? null : new StatementIndex(session);
    }

    /** Returns the policies of the user and the user's groups, or of the role. */
    public List<AttachedPolicy> identity() {
        return identity;
    }

    /** Returns the permissions boundary, or null. */
    public @Nullable AttachedPolicy boundary() {
        return boundary;
    }

    /** Returns the session policies; null when the session was made without. */
    public @Nullable List<AttachedPolicy> session() {
        return session;
    }

    StatementIndex identityIndex() {
        return identityIndex;
    }

    @Nullable StatementIndex boundaryIndex() {
        return boundaryIndex;
    }

    @Nullable StatementIndex sessionIndex() {
        return sessionIndex;
    }

    @Override
    public String toString() {
        return "identity " + identity + ", boundary " + boundary + ", session " + session;
    }
}
