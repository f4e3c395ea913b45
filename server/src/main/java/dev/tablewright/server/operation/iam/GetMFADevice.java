package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetMFADevice: a device of a user, by default the caller. */
final class GetMFADevice extends IamOperation<GetMFADevice.Request, GetMFADevice.Response> {
    GetMFADevice(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, String serialNumber) {}

    record Response(String userName, VirtualMfaDevice device) {}

    @Override
    public Request decode(QueryReader in) {
        String serialNumber = in.required("SerialNumber", Shapes.SERIAL_NUMBER);
        CredentialOwner owner = CredentialOwner.read(in, Shapes.USER_NAME);
        in.requireValid();
        return new Request(owner, serialNumber);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return read(
                request.owner().account(),
                draft -> {
                    User user = request.owner().user(draft);
                    return new Response(
                            user.name(), UserDevice.find(draft, user, request.serialNumber()));
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.text("UserName", response.userName())
                .text("SerialNumber", response.device().arn())
                .time("EnableDate", UserDevice.enabled(response.device()));
    }
}
