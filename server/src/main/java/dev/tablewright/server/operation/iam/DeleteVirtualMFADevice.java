package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.VirtualMfaDevice;

/** DeleteVirtualMFADevice: removes a device that no user has. */
final class DeleteVirtualMFADevice extends OnOne.Silent {
    DeleteVirtualMFADevice(Identities identities) {
        super(identities, EntityKind.MFA_DEVICE);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    VirtualMfaDevice device = draft.mfaDevice(ref.name());
                    Draft.requireUnused(
                            () -> device.use() == null,
                            "MFA VirtualDevice in use. Must deactivate first.");
                    draft.remove(device);
                    return Done.DONE;
                });
    }
}
