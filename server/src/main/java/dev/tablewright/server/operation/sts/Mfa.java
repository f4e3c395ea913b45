package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Multi-factor authentication: the code of a device that the calling user has.
 *
 * @param serialNumber null when it was not given
 * @param code null when it was not given
 */
record Mfa(@Nullable String serialNumber, @Nullable String code) {
    private static final List<Constraint> SERIAL_NUMBER =
            List.of(
                    Constraint.pattern("[\\w+=/:,.@-]*"),
                    Constraint.minLength(9),
                    Constraint.maxLength(256));
    private static final List<Constraint> TOKEN_CODE =
            List.of(Constraint.pattern("[\\d]*"), Constraint.minLength(6), Constraint.maxLength(6));

    static Mfa read(QueryReader in) {
        return new Mfa(
                in.optional("SerialNumber", SERIAL_NUMBER),
                in.optionalSecret("TokenCode", TOKEN_CODE));
    }

    /**
     * Uses the code up.
     *
     * @return whether there was one
     * @throws IdentityException if it is not right, or the device is not the caller's
     */
    boolean verify(Identities identities, Caller caller) {
        if (serialNumber == null && code == null) {
            return false;
        }
        if (serialNumber == null || code == null) {
            throw refused(", must provide both MFA serial number and one time pass code.");
        }
        AccountImage account = identities.account(caller.account());
        List<String> name = caller.context().get("aws:username");
        User user = name == null ? null : account.user(name.getFirst());
        if (user == null
                || !(account.byArn(EntityKind.MFA_DEVICE, serialNumber)
                        instanceof VirtualMfaDevice device)
                || !device.isOf(user.id())) {
            throw refused(
                    ", unable to validate MFA code.  Please verify your MFA serial number is valid"
                            + " and associated with this user.");
        }
        if (!identities.verifyCode(account.id(), user.id(), serialNumber, code)) {
            throw refused(" with invalid MFA one time pass code. ");
        }
        return true;
    }

    private static IdentityException refused(String how) {
        return new IdentityException(
                IdentityException.Code.ACCESS_DENIED, "MultiFactorAuthentication failed" + how);
    }
}
