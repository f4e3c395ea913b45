package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;

/** DeleteGroup: removes a group without members and policies. */
final class DeleteGroup extends OnOne.Silent {
    DeleteGroup(Identities identities) {
        super(identities, EntityKind.GROUP);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    Group group = draft.group(ref.name());
                    Draft.requireUnused(
                            draft.account().members(group)::isEmpty,
                            "Cannot delete entity, must remove users from group first.");
                    HolderRules.requireNoPolicies(group);
                    draft.remove(group);
                    return Done.DONE;
                });
    }
}
