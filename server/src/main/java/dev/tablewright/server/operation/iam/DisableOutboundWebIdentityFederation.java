package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.XmlWriter;

/**
 * DisableOutboundWebIdentityFederation: gives no further tokens. Those that were given can be
 * verified until they expire.
 */
final class DisableOutboundWebIdentityFederation extends OnAccount<IamOperation.Done> {
    DisableOutboundWebIdentityFederation(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<String> authorized) {
        return change(
                authorized.request(),
                draft -> {
                    Account account = draft.account().account();
                    Account.Outbound before = account.outbound();
                    if (before == null || !before.enabled()) {
                        throw disabled();
                    }
                    draft.put(account.withOutbound(new Account.Outbound(before.issuer(), false)));
                    return Done.DONE;
                });
    }

    static IdentityException disabled() {
        return new IdentityException(
                IdentityException.Code.FEATURE_DISABLED,
                "Outbound web identity federation is not enabled for this account.");
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
