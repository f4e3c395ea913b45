package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * EnableOutboundWebIdentityFederation: lets principals of the account prove themselves to services
 * outside by tokens, see GetWebIdentityToken of STS. The issuer that the tokens name is below the
 * address at which the server was asked for this, and stays the same from then on.
 */
final class EnableOutboundWebIdentityFederation
        extends IamOperation<EnableOutboundWebIdentityFederation.Request, String> {
    EnableOutboundWebIdentityFederation(Identities identities) {
        super(identities);
    }

    record Request(String account, String origin) {}

    @Override
    public Request decode(QueryReader in) {
        return new Request(in.account(), in.origin());
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public String execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    Account account = draft.account().account();
                    Account.Outbound before = account.outbound();
                    if (before != null && before.enabled()) {
                        throw new IdentityException(
                                IdentityException.Code.FEATURE_ENABLED,
                                "Outbound web identity federation is already enabled for this"
                                        + " account.");
                    }
                    String issuer =
                            before == null
                                    ? request.origin() + "/" + newId(draft)
                                    : before.issuer();
                    draft.put(account.withOutbound(new Account.Outbound(issuer, true)));
                    return issuer;
                });
    }

    private static UUID newId(Draft draft) {
        return UUID.nameUUIDFromBytes(draft.newBase32(26).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void encode(String issuer, XmlWriter out) {
        out.text("IssuerIdentifier", issuer);
    }
}
