package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OidcProvider;

/** RemoveClientIDFromOpenIDConnectProvider. Removing one that is not there is no error. */
final class RemoveClientIDFromOpenIDConnectProvider extends OnClientId {
    RemoveClientIDFromOpenIDConnectProvider(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.provider().account(),
                draft -> {
                    OidcProvider provider = draft.oidcProvider(request.provider().name());
                    draft.put(
                            provider.withClientIds(
                                    provider.clientIds().stream()
                                            .filter(id -> !id.equals(request.clientId()))
                                            .toList()));
                    return Done.DONE;
                });
    }
}
