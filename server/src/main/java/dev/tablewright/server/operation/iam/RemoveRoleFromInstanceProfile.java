package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.Role;

/** RemoveRoleFromInstanceProfile: takes the role out of a profile. */
final class RemoveRoleFromInstanceProfile extends OnProfileRole {
    RemoveRoleFromInstanceProfile(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.profile().account(),
                draft -> {
                    InstanceProfile profile = draft.instanceProfile(request.profile().name());
                    Role role = HolderRules.ownRole(draft, request.role());
                    if (!role.id().equals(profile.role())) {
                        throw new IdentityException(
                                IdentityException.Code.NO_SUCH_ENTITY,
                                "The role with name " + role.name() + " cannot be found.");
                    }
                    draft.put(profile.withRole(null));
                    return Done.DONE;
                });
    }
}
