package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.InstanceProfile;

/** DeleteInstanceProfile: removes a profile without a role. */
final class DeleteInstanceProfile extends OnOne.Silent {
    DeleteInstanceProfile(Identities identities) {
        super(identities, EntityKind.INSTANCE_PROFILE);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    InstanceProfile profile = draft.instanceProfile(ref.name());
                    Draft.requireUnused(
                            () -> profile.role() == null,
                            "Cannot delete entity, must remove roles from instance profile"
                                    + " first.");
                    draft.remove(profile);
                    return Done.DONE;
                });
    }
}
