package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * DeleteUserPermissionsBoundary, DeleteRolePermissionsBoundary: removes the boundary; no error
 * where there is none.
 */
final class DeletePermissionsBoundary extends OnOne.Silent {
    private final EntityKind kind;

    DeletePermissionsBoundary(Identities identities, EntityKind kind) {
        super(identities, kind);
        this.kind = kind;
    }

    @Override
    public String name() {
        return "Delete" + Shapes.wordOf(kind) + "PermissionsBoundary";
    }

    @Override
    public EntityRef decode(QueryReader in) {
        EntityRef holder = EntityRef.readHolder(in, kind);
        in.requireValid();
        return holder;
    }

    @Override
    public List<Access> access(EntityRef holder) {
        return holder.withBoundary(needs()).only();
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    PolicyHolder holder = HolderRules.own(draft, ref);
                    draft.put(holder.withPolicies(holder.policies().withBoundary(null)));
                    return Done.DONE;
                });
    }
}
