package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.SamlProvider;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetSAMLProvider: the document of a provider, and until when it is good. */
final class GetSAMLProvider extends OnOne<SamlProvider> {
    GetSAMLProvider(Identities identities) {
        super(identities, EntityKind.SAML_PROVIDER);
    }

    @Override
    public SamlProvider execute(Authorized<EntityRef> authorized) {
        EntityRef ref = authorized.request();
        return read(ref.account(), draft -> SamlProviders.find(draft, ref));
    }

    @Override
    public void encode(SamlProvider provider, XmlWriter out) {
        out.text("SAMLProviderUUID", provider.id())
                .text("SAMLMetadataDocument", provider.metadata())
                .time("CreateDate", provider.created())
                .time("ValidUntil", provider.validUntil());
        new EntityXml(out, identities()).tags(provider.tags());
        out.text("AssertionEncryptionMode", provider.encryption());
        out.list(
                "PrivateKeyList",
                provider.keys(),
                key -> out.text("KeyId", key.id()).time("Timestamp", key.added()));
    }
}
