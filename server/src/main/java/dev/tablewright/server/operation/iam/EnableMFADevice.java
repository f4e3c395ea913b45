package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** EnableMFADevice: gives a device to a user who knows two codes of it. */
final class EnableMFADevice extends IamOperation.Silent<TwoCodes> {
    private static final int MOST_DEVICES = 8;

    EnableMFADevice(Identities identities) {
        super(identities);
    }

    @Override
    public TwoCodes decode(QueryReader in) {
        return TwoCodes.read(in);
    }

    @Override
    public List<Access> access(TwoCodes request) {
        return request.owner().access(needs());
    }

    @Override
    public Done execute(Authorized<TwoCodes> authorized) {
        TwoCodes request = authorized.request();
        return change(
                request.owner().account(),
                draft -> {
                    User user = request.owner().user(draft);
                    VirtualMfaDevice device = draft.mfaDevice(request.serialNumber());
                    if (device.use() != null) {
                        throw new IdentityException(
                                IdentityException.Code.ENTITY_ALREADY_EXISTS,
                                "MFA Device is already in use.");
                    }
                    Draft.requireQuota(
                            draft.account().mfaDevicesOf(user).size() < MOST_DEVICES,
                            "Cannot exceed quota for MFADevicesPerUser: " + MOST_DEVICES);
                    draft.put(request.accepted(device, user, draft.now(), draft.now()));
                    return Done.DONE;
                });
    }
}
