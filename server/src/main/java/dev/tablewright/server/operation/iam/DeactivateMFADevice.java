package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** DeactivateMFADevice: takes a device away from a user; it can be enabled again. */
final class DeactivateMFADevice extends IamOperation.Silent<DeactivateMFADevice.Request> {
    DeactivateMFADevice(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String serialNumber) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, Shapes.EXISTING_USER_NAME);
        String serialNumber = in.required("SerialNumber", Shapes.SERIAL_NUMBER);
        in.requireValid();
        return new Request(owner, serialNumber);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.owner().account(),
                draft -> {
                    User user = request.owner().user(draft);
                    draft.put(UserDevice.find(draft, user, request.serialNumber()).deactivated());
                    return Done.DONE;
                });
    }
}
