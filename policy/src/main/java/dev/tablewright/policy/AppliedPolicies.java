package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All policies that one principal brings along. Policies of one layer are a union, layers are an
 * intersection.
 *
 * @param identity of the user and the user's groups, or of the role
 * @param boundary permissions boundary; null when there is none
 * @param session session policies; null when the session was made without (an empty list denies)
 */
public record AppliedPolicies(
        List<AttachedPolicy> identity,
        @Nullable AttachedPolicy boundary,
        @Nullable List<AttachedPolicy> session) {
    /** Copies the lists. */
    public AppliedPolicies {
        identity = List.copyOf(identity);
        session = session == null ? null : List.copyOf(session);
    }

    /** No policy at all: everything is denied to anyone but the root user. */
    public static final AppliedPolicies NONE = new AppliedPolicies(List.of(), null, null);
}
