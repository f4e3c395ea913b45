package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;

import java.util.List;

/** What the policies of one layer say to a request. */
sealed interface LayerVerdict {
    /** At least one statement denies. */
    record Denies(List<StatementRef> statements) implements LayerVerdict {}

    /**
     * No statement denies and at least one allows.
     *
     * @param grant never {@code NONE}; {@code FULL} for policies without principals
     */
    record Allows(Grant grant, List<StatementRef> statements) implements LayerVerdict {}

    /** No statement applies. */
    record Silent() implements LayerVerdict {
        static final Silent INSTANCE = new Silent();
    }
}
