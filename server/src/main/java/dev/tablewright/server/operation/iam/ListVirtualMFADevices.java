package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListVirtualMFADevices: all devices of the account, or those with or without a user. */
final class ListVirtualMFADevices
        extends IamOperation<ListVirtualMFADevices.Request, Paging.Page<VirtualMfaDevice>> {
    private static final List<Constraint> ASSIGNMENT =
            List.of(Constraint.oneOf(List.of("Assigned", "Unassigned", "Any")));

    ListVirtualMFADevices(Identities identities) {
        super(identities);
    }

    record Request(String account, String assignment, Paging paging) {
        boolean matches(VirtualMfaDevice device) {
            return switch (assignment) {
                case "Assigned" -> device.use() != null;
                case "Unassigned" -> device.use() == null;
                default -> true;
            };
        }
    }

    @Override
    public Request decode(QueryReader in) {
        String assignment = in.optional("AssignmentStatus", ASSIGNMENT, "Any");
        Paging paging = Paging.read(in);
        in.requireValid();
        return new Request(in.account(), assignment, paging);
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Paging.Page<VirtualMfaDevice> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        List<VirtualMfaDevice> devices =
                account(request.account()).mfaDevices().stream().filter(request::matches).toList();
        return request.paging().cut(devices, Entity::id);
    }

    @Override
    public void encode(Paging.Page<VirtualMfaDevice> page, XmlWriter out) {
        out.list("VirtualMFADevices", page.items(), device -> encode(device, out));
        page.encode(out);
    }

    private void encode(VirtualMfaDevice device, XmlWriter out) {
        out.text("SerialNumber", device.arn());
        VirtualMfaDevice.Use use = device.use();
        if (use != null && identities().image().byId(use.user()) instanceof User user) {
            out.element("User", () -> new EntityXml(out, identities()).listedUser(user));
            out.time("EnableDate", use.enabled());
        }
    }
}
