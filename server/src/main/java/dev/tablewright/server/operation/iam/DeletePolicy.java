package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;

/** DeletePolicy: removes a managed policy that is attached nowhere and has one version. */
final class DeletePolicy extends OnOne.Silent {
    DeletePolicy(Identities identities) {
        super(identities, EntityKind.POLICY);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    ManagedPolicy policy = PolicyRules.own(draft, ref);
                    AccountImage account = draft.account();
                    Draft.requireUnused(
                            () ->
                                    account.attachmentsOf(policy.arn()) == 0
                                            && account.boundaryUsesOf(policy.arn()) == 0,
                            "Cannot delete a policy attached to entities.");
                    Draft.requireUnused(
                            () -> policy.versions().size() == 1,
                            "This policy has more than one version. Before you delete a policy,"
                                    + " you must delete the policy's versions. The default version"
                                    + " is deleted with the policy.");
                    draft.remove(policy);
                    return Done.DONE;
                });
    }
}
