package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** ResyncMFADevice: learns anew how far a user's device is ahead or behind. */
final class ResyncMFADevice extends IamOperation.Silent<TwoCodes> {
    ResyncMFADevice(Identities identities) {
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
                    VirtualMfaDevice device = UserDevice.find(draft, user, request.serialNumber());
                    draft.put(
                            request.accepted(
                                    device, user, UserDevice.enabled(device), draft.now()));
                    return Done.DONE;
                });
    }
}
