package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.XmlWriter;

/** DeleteAccountPasswordPolicy: AWS's default rules hold again. */
final class DeleteAccountPasswordPolicy extends OnAccount<IamOperation.Done> {
    DeleteAccountPasswordPolicy(Identities identities) {
        super(identities);
    }

    @Override
    public Done execute(Authorized<String> authorized) {
        return change(
                authorized.request(),
                draft -> {
                    Account account = draft.account().account();
                    if (account.passwordPolicy() == null) {
                        throw new IdentityException(
                                IdentityException.Code.NO_SUCH_ENTITY,
                                "The account policy with name PasswordPolicy cannot be found.");
                    }
                    draft.put(account.withPasswordPolicy(null));
                    return Done.DONE;
                });
    }

    @Override
    public void encode(Done response, XmlWriter out) {}
}
