package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** UpdateOpenIDConnectProviderThumbprint: replaces all thumbprints of a provider. */
final class UpdateOpenIDConnectProviderThumbprint
        extends IamOperation.Silent<UpdateOpenIDConnectProviderThumbprint.Request> {
    UpdateOpenIDConnectProviderThumbprint(Identities identities) {
        super(identities);
    }

    record Request(EntityRef provider, List<String> thumbprints) {}

    @Override
    public Request decode(QueryReader in) {
        EntityRef provider = EntityRef.read(in, EntityKind.OIDC_PROVIDER);
        List<String> thumbprints = OidcRules.requiredThumbprints(in);
        in.requireValid();
        OidcRules.requireFew(thumbprints);
        return new Request(provider, thumbprints);
    }

    @Override
    public List<Access> access(Request request) {
        return request.provider().on(needs()).only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.provider().account(),
                draft -> {
                    var provider = draft.oidcProvider(request.provider().name());
                    draft.put(provider.withThumbprints(request.thumbprints()));
                    return Done.DONE;
                });
    }
}
