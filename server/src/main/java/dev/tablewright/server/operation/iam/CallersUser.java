package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The user that a request is about: by default the one who signed it. */
final class CallersUser {
    private CallersUser() {}

    /**
     * Returns the name that the request gives, else the caller's own; null for the root user.
     *
     * @throws IdentityException if the caller is neither a user nor root, and named nobody
     */
    static @Nullable String read(QueryReader in) {
        return read(in, Shapes.EXISTING_USER_NAME);
    }

    /** As {@link #read(QueryReader)}, for operations that ask something else of the name. */
    static @Nullable String read(QueryReader in, List<Constraint> rules) {
        String given = in.optional("UserName", rules);
        if (given != null) {
            return given;
        }
        Caller caller = in.caller();
        if (caller.principal().type() == Principal.Type.ACCOUNT) {
            return null;
        }
        List<String> own = caller.context().get("aws:username");
        if (own == null) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    "Must specify userName when calling with non-User credentials");
        }
        return own.getFirst();
    }

    /** Completes a permission on that user, or on the root user. */
    static List<Access> access(Needs needs, String account, @Nullable String name) {
        return name == null
                ? needs.onRoot(account).only()
                : needs.on(account, EntityKind.USER, name).only();
    }
}
