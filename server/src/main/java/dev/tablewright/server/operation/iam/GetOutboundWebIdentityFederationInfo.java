package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetOutboundWebIdentityFederationInfo: the issuer of tokens, once there was one. */
final class GetOutboundWebIdentityFederationInfo extends OnAccount<Account.Outbound> {
    GetOutboundWebIdentityFederationInfo(Identities identities) {
        super(identities);
    }

    @Override
    public Account.Outbound execute(Authorized<String> authorized) {
        Account.Outbound outbound = account(authorized.request()).account().outbound();
        if (outbound == null) {
            throw DisableOutboundWebIdentityFederation.disabled();
        }
        return outbound;
    }

    @Override
    public void encode(Account.Outbound outbound, XmlWriter out) {
        out.text("IssuerIdentifier", outbound.issuer())
                .flag("JwtVendingEnabled", outbound.enabled());
    }
}
