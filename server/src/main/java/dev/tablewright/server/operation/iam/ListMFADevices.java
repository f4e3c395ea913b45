package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** ListMFADevices: the devices of a user, by default the caller. */
final class ListMFADevices extends IamOperation<ListMFADevices.Request, ListMFADevices.Response> {
    ListMFADevices(Identities identities) {
        super(identities);
    }

    record Request(CredentialOwner owner, Paging paging) {}

    record Response(@Nullable String userName, Paging.Page<VirtualMfaDevice> devices) {}

    @Override
    public Request decode(QueryReader in) {
        CredentialOwner owner = CredentialOwner.read(in, Shapes.EXISTING_USER_NAME);
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(owner, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return request.owner().access(needs());
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        CredentialOwner owner = request.owner();
        return read(
                owner.account(),
                draft -> {
                    List<VirtualMfaDevice> devices =
                            owner.userName() == null
                                    ? List.of()
                                    : draft.account().mfaDevicesOf(owner.user(draft));
                    return new Response(
                            owner.userName(), request.paging().cut(devices, Entity::id));
                });
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        out.list(
                "MFADevices",
                response.devices().items(),
                device ->
                        out.text("UserName", response.userName())
                                .text("SerialNumber", device.arn())
                                .time("EnableDate", UserDevice.enabled(device)));
        response.devices().encode(out);
    }
}
