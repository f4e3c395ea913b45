package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;

import java.time.Instant;
import java.util.Objects;

/** Finds MFA devices in the hands of users. */
final class UserDevice {
    private UserDevice() {}

    /**
     * Returns a device of a user.
     *
     * @throws IdentityException if the user has none with that serial number
     */
    static VirtualMfaDevice find(Draft draft, User user, String serialNumber) {
        for (VirtualMfaDevice device : draft.account().mfaDevicesOf(user)) {
            if (device.arn().equals(serialNumber)) {
                return device;
            }
        }
        throw new IdentityException(
                IdentityException.Code.NO_SUCH_ENTITY,
                "MFA Device with serial number "
                        + serialNumber
                        + " doesn't exist for user "
                        + user.name()
                        + ".");
    }

    /** Returns since when the user has it. */
    static Instant enabled(VirtualMfaDevice device) {
        return Objects.requireNonNull(device.use(), "a device of a user is in use").enabled();
    }
}
