package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** GetRole: one role with its trust policy. */
final class GetRole extends OnOne<Role> {
    GetRole(Identities identities) {
        super(identities, EntityKind.ROLE);
    }

    @Override
    public List<Access> access(EntityRef role) {
        return role.withBoundary(needs()).only();
    }

    @Override
    public Role execute(Authorized<EntityRef> authorized) {
        EntityRef role = authorized.request();
        return read(role.account(), draft -> draft.role(role.name()));
    }

    @Override
    public void encode(Role role, XmlWriter out) {
        out.element("Role", () -> new EntityXml(out, identities()).role(role));
    }
}
