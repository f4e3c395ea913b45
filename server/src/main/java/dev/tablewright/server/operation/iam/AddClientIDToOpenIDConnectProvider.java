package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OidcProvider;

import java.util.ArrayList;
import java.util.List;

/** AddClientIDToOpenIDConnectProvider. Adding one that is there already is no error. */
final class AddClientIDToOpenIDConnectProvider extends OnClientId {
    AddClientIDToOpenIDConnectProvider(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.provider().account(),
                draft -> {
                    OidcProvider provider = draft.oidcProvider(request.provider().name());
                    if (!provider.clientIds().contains(request.clientId())) {
                        List<String> clientIds = new ArrayList<>(provider.clientIds());
                        clientIds.add(request.clientId());
                        OidcRules.requireQuotaOfClientIds(clientIds);
                        draft.put(provider.withClientIds(clientIds));
                    }
                    return Done.DONE;
                });
    }
}
