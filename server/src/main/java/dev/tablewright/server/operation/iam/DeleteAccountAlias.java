package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** DeleteAccountAlias: the account has no name any more. */
final class DeleteAccountAlias extends IamOperation.Silent<AccountAlias> {
    DeleteAccountAlias(Identities identities) {
        super(identities);
    }

    @Override
    public AccountAlias decode(QueryReader in) {
        return AccountAlias.read(in);
    }

    @Override
    public List<Access> access(AccountAlias request) {
        return needs().only();
    }

    @Override
    public Done execute(Authorized<AccountAlias> authorized) {
        AccountAlias request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    Account account = draft.account().account();
                    if (!request.alias().equals(account.alias())) {
                        throw new IdentityException(
                                IdentityException.Code.NO_SUCH_ENTITY,
                                "The account alias " + request.alias() + " cannot be found.");
                    }
                    draft.put(account.withAlias(null));
                    return Done.DONE;
                });
    }
}
