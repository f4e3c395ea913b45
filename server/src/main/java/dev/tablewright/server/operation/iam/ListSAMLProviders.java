package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.SamlProvider;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListSAMLProviders: all of the account, in one answer. */
final class ListSAMLProviders extends OnAccount<List<SamlProvider>> {
    ListSAMLProviders(Identities identities) {
        super(identities);
    }

    @Override
    public List<SamlProvider> execute(Authorized<String> authorized) {
        return account(authorized.request()).all(EntityKind.SAML_PROVIDER).stream()
                .map(SamlProvider.class::cast)
                .toList();
    }

    @Override
    public void encode(List<SamlProvider> providers, XmlWriter out) {
        out.list(
                "SAMLProviderList",
                providers,
                provider ->
                        out.text("Arn", provider.arn())
                                .time("ValidUntil", provider.validUntil())
                                .time("CreateDate", provider.created()));
    }
}
