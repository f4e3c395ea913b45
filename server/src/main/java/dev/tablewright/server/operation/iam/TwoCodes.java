package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.time.Instant;
import java.util.List;

/**
 * What a user sends to prove that a device is in its hands: two codes in a row.
 *
 * @param owner the user, always named
 */
record TwoCodes(CredentialOwner owner, String serialNumber, String first, String second) {
    private static final List<Constraint> CODE =
            List.of(Constraint.pattern("[\\d]+"), Constraint.minLength(6), Constraint.maxLength(6));

    static TwoCodes read(QueryReader in) {
        CredentialOwner owner = CredentialOwner.required(in, Shapes.EXISTING_USER_NAME);
        String serialNumber = in.required("SerialNumber", Shapes.SERIAL_NUMBER);
        String first = in.required("AuthenticationCode1", CODE);
        String second = in.required("AuthenticationCode2", CODE);
        in.requireValid();
        return new TwoCodes(owner, serialNumber, first, second);
    }

    /**
     * Returns the device after the codes were judged.
     *
     * @param enabled since when the user has it
     * @throws IdentityException if the codes are none of about now
     */
    VirtualMfaDevice accepted(VirtualMfaDevice device, User user, Instant enabled, Instant now) {
        VirtualMfaDevice after = device.enabled(user.id(), enabled, first, second, now);
        if (after == null) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_AUTHENTICATION_CODE,
                    "Authentication code for device is not valid.");
        }
        return after;
    }
}
