package dev.tablewright.policy;

import java.util.List;

/** The answer to "may this principal do this?", with the statements that produced it. */
public sealed interface Decision {
    /** Whether the request may go on. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /**
     * Allowed by {@code statements}: one that granted, of each side that had to grant. Empty for
     * what needs no policy, such as anything the account's root user does there.
     */
    record Allowed(List<StatementRef> statements) implements Decision {}

    /**
     * Denied because {@code statements}, all that apply of {@code layer}, say so; no allow can
     * outweigh them.
     */
    record ExplicitlyDenied(PolicyLayer layer, List<StatementRef> statements) implements Decision {}

    /** Denied because {@code layer} had to allow the request and no statement of it did. */
    record ImplicitlyDenied(PolicyLayer layer) implements Decision {}

    /**
     * A statement, by the policy that holds it and its place there.
     *
     * @param index counts from 0
     */
    record StatementRef(AttachedPolicy policy, int index) {
        /** Returns the statement itself. */
        public Statement statement() {
            return policy.document().statements().get(index);
        }
    }
}
