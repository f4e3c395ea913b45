package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/**
 * UpdateRoleDescription: the older way to change the description alone, that of a service-linked
 * role too.
 */
final class UpdateRoleDescription extends IamOperation<UpdateRoleDescription.Request, Role> {
    UpdateRoleDescription(Identities identities) {
        super(identities);
    }

    record Request(EntityRef role, String description) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef role = EntityRef.read(in, EntityKind.ROLE);
        String description = in.required("Description", Shapes.ROLE_DESCRIPTION);
        in.requireValid();
        return new Request(role, description);
    }

    @Override
    public List<Access> access(Request request) {
        return request.role().withBoundary(needs()).only();
    }

    @Override
    public Role execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.role().account(),
                draft -> {
                    Role role = draft.role(request.role().name());
                    return draft.put(role.withDescription(request.description()));
                });
    }

    @Override
    public void encode(Role role, XmlWriter out) {
        out.element("Role", () -> new EntityXml(out, identities()).listedRole(role));
    }
}
