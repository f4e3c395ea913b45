package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.InstanceProfile;
import dev.tablewright.server.identity.Role;

import java.util.List;

/** AddRoleToInstanceProfile: puts the one role into a profile. */
final class AddRoleToInstanceProfile extends OnProfileRole {
    AddRoleToInstanceProfile(Identities identities) {
        super(identities);
    }

    /** Whoever adds a role gives its rights to machines, and so must be allowed to pass it. */
    @Override
    public List<Access> access(Request request) {
        EntityRef ref = request.role();
        Role role = account(ref.account()).role(ref.name());
        String path = role == null ? "/" : role.path();
        Needs pass = needs("PassRole").key("iam:PassedToService", "ec2.amazonaws.com");
        return List.of(
                request.profile().on(needs()).access(),
                pass.onNew(ref.account(), EntityKind.ROLE, path, ref.name()).access());
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.profile().account(),
                draft -> {
                    InstanceProfile profile = draft.instanceProfile(request.profile().name());
                    Role role = HolderRules.ownRole(draft, request.role());
                    Draft.requireQuota(
                            profile.role() == null,
                            "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
                    draft.put(profile.withRole(role.id()));
                    return Done.DONE;
                });
    }
}
