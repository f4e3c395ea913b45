package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OidcProvider;

/** DeleteOpenIDConnectProvider. Deleting one that is not there is no error, says its document. */
final class DeleteOpenIDConnectProvider extends OnOne.Silent {
    DeleteOpenIDConnectProvider(Identities identities) {
        super(identities, EntityKind.OIDC_PROVIDER);
    }

    @Override
    public Done execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return change(
                ref.account(),
                draft -> {
                    OidcProvider provider = draft.account().oidcProvider(ref.name());
                    if (provider != null) {
                        draft.remove(provider);
                    }
                    return Done.DONE;
                });
    }
}
