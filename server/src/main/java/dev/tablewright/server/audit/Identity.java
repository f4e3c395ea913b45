package dev.tablewright.server.audit;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The user, role or root user behind a caller: of a session, what it was made from.
 *
 * @param arn for a session of a role, the role's
 * @param uniqueId AWS's own id
 */
record Identity(String arn, String uniqueId) {
    static Identity of(Caller caller) {
        String arn = arn(caller);
        String id = first(caller.context(), "aws:userid");
        int session = id == null ? -1 : id.indexOf(':');
        return new Identity(arn, id == null ? "" : session < 0 ? id : id.substring(0, session));
    }

    /** Returns the ARN only; cheap. */
    static String arn(Caller caller) {
        Principal principal = caller.principal();
        if (principal.type() == Principal.Type.ASSUMED_ROLE) {
            for (String match : principal.matches()) {
                if (match.contains(":role/")) {
                    return match;
                }
            }
        }
        return principal.arn();
    }

    /** Returns the only value of a key, or null. */
    static @Nullable String first(ConditionContext context, String key) {
        List<String> values = context.get(key);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
