package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.IdentityException;

/**
 * What temporary credentials may not do in STS.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html">Compare
 *     AWS STS credentials</a>
 */
final class SessionCallers {
    private SessionCallers() {}

    /**
     * Checks that a caller uses long-term credentials.
     *
     * @throws IdentityException if not
     */
    static void requireLongTerm(Caller caller, String operation) {
        if (caller.isTemporary()) {
            throw refused(operation);
        }
    }

    /**
     * Checks that a caller is no session of GetSessionToken or GetFederationToken.
     *
     * @throws IdentityException if it is
     */
    static void requireNoUserSession(Caller caller, String operation) {
        if (caller.isTemporary() && caller.principal().type() != Principal.Type.ASSUMED_ROLE) {
            throw refused(operation);
        }
    }

    private static IdentityException refused(String operation) {
        return new IdentityException(
                IdentityException.Code.ACCESS_DENIED,
                "Cannot call " + operation + " with session credentials");
    }
}
