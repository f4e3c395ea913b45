package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetOpenIDConnectProvider. The URL is shown without its scheme. */
final class GetOpenIDConnectProvider extends OnOne<OidcProvider> {
    GetOpenIDConnectProvider(Identities identities) {
        super(identities, EntityKind.OIDC_PROVIDER);
    }

    @Override
    public OidcProvider execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return read(ref.account(), draft -> draft.oidcProvider(ref.name()));
    }

    @Override
    public void encode(OidcProvider provider, XmlWriter out) {
        out.text("Url", provider.name())
                .texts("ClientIDList", provider.clientIds())
                .texts("ThumbprintList", provider.thumbprints())
                .time("CreateDate", provider.created());
        new EntityXml(out, identities()).tags(provider.tags());
    }
}
