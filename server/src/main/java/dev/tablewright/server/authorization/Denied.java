package dev.tablewright.server.authorization;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.AuthorizationRequest;
import dev.tablewright.policy.Decision;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A permission that policy does not give, with everything that the decision was made from: it can
 * be explained later, when the policies are others already. Immutable.
 *
 * @param needed every permission of the request, in the order in which they are decided
 * @param missing the first of them that is not given
 * @param question what was asked of the policies for it
 * @param policies what the caller brought along
 * @param resourcePolicy of the resource, or trust policy of the role; null for none
 */
public record Denied(
        RequestContext context,
        List<Access> needed,
        Access missing,
        AuthorizationRequest question,
        AppliedPolicies policies,
        @Nullable AttachedPolicy resourcePolicy,
        Decision decision) {
    /** Returns what the caller is told: AWS's sentence. */
    public String sentence() {
        return DenialSentence.of(context.caller().principal(), missing, decision);
    }

    /** Returns a line for whoever runs the server: callers never learn which statement it was. */
    public String summary() {
        return switch (decision) {
            case Decision.ExplicitlyDenied(_, var statements) ->
                    "denied by "
                            + statements.stream()
                                    .map(Denied::place)
                                    .collect(Collectors.joining(", "));
            case Decision.ImplicitlyDenied(var layer) ->
                    "no statement of layer " + layer + " allows it";
            case Decision.Allowed _ -> "allowed";
        };
    }

    private static String place(Decision.StatementRef statement) {
        return "statement " + (statement.index() + 1) + " of " + statement.policy().name();
    }
}
