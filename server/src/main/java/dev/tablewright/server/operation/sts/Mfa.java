package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** Multi-factor authentication: no device can be registered, so no code is ever right. */
final class Mfa {
    private static final List<Constraint> SERIAL_NUMBER =
            List.of(
                    Constraint.pattern("[\\w+=/:,.@-]*"),
                    Constraint.minLength(9),
                    Constraint.maxLength(256));
    private static final List<Constraint> TOKEN_CODE =
            List.of(Constraint.pattern("[\\d]*"), Constraint.minLength(6), Constraint.maxLength(6));

    private Mfa() {}

    /** Reads the parameters; returns whether a device or a code was given. */
    static boolean read(QueryReader in) {
        String serialNumber = in.optional("SerialNumber", SERIAL_NUMBER);
        String tokenCode = in.optional("TokenCode", TOKEN_CODE);
        return serialNumber != null || tokenCode != null;
    }

    static IdentityException refused() {
        return new IdentityException(
                IdentityException.Code.ACCESS_DENIED,
                "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
}
