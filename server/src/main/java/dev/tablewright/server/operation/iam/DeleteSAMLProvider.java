package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;

/** DeleteSAMLProvider: trust policies that name it stay as they are. */
final class DeleteSAMLProvider extends OnOne.Silent {
    DeleteSAMLProvider(Identities identities) {
        super(identities, EntityKind.SAML_PROVIDER);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    draft.remove(SamlProviders.find(draft, ref));
                    return Done.DONE;
                });
    }
}
