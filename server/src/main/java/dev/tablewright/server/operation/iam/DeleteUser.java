package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OtherCredentials;
import dev.tablewright.server.identity.User;

/** DeleteUser: removes a user without credentials, memberships and policies. */
final class DeleteUser extends OnOne.Silent {
    DeleteUser(Identities identities) {
        super(identities, EntityKind.USER);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    User user = draft.user(ref.name());
                    Draft.requireUnused(
                            user.groups()::isEmpty,
                            "Cannot delete entity, must remove users from group first.");
                    HolderRules.requireNoPolicies(user);
                    Draft.requireUnused(
                            user.keys()::isEmpty,
                            "Cannot delete entity, must delete access keys first.");
                    requireNoCredentials(draft, user);
                    draft.remove(user);
                    return Done.DONE;
                });
    }

    private static void requireNoCredentials(Draft draft, User user) {
        OtherCredentials others = user.others();
        Draft.requireUnused(
                () -> others.login() == null,
                "Cannot delete entity, must delete login profile first.");
        Draft.requireUnused(
                draft.account().mfaDevicesOf(user)::isEmpty,
                "Cannot delete entity, must delete MFA device first.");
        Draft.requireUnused(
                others.certificates()::isEmpty,
                "Cannot delete entity, must delete signing certificates first.");
        Draft.requireUnused(
                () -> others.sshKeys().isEmpty() && others.services().isEmpty(),
                "Cannot delete entity, must remove referenced objects first.");
    }
}
