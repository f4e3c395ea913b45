package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;

import java.util.List;

/** DeleteRole: removes a role without policies; its sessions end with it. */
final class DeleteRole extends OnOne.Silent {
    DeleteRole(Identities identities) {
        super(identities, EntityKind.ROLE);
    }

    @Override
    public List<Access> access(EntityRef role) {
        return role.withBoundary(needs()).only();
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    Role role = HolderRules.ownRole(draft, ref);
                    Draft.requireUnused(
                            draft.account().profilesOf(role)::isEmpty,
                            "Cannot delete entity, must remove roles from instance profile"
                                    + " first.");
                    HolderRules.requireNoPolicies(role);
                    draft.remove(role);
                    return Done.DONE;
                });
    }
}
