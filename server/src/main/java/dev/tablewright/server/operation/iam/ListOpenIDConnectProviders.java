package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.List;

/** ListOpenIDConnectProviders: all of the account, in one answer. */
final class ListOpenIDConnectProviders extends IamOperation<String, List<OidcProvider>> {
    ListOpenIDConnectProviders(Identities identities) {
        super(identities);
    }

    @Override
    public String decode(QueryReader in) {
        return in.account();
    }

    @Override
    public List<Access> access(String account) {
        return needs().only();
    }

    @Override
    public List<OidcProvider> execute(Authorized<String> authorized) {
        return account(authorized.request()).oidcProviders();
    }

    @Override
    public void encode(List<OidcProvider> providers, XmlWriter out) {
        out.list(
                "OpenIDConnectProviderList",
                providers,
                provider -> out.text("Arn", provider.arn()));
    }
}
