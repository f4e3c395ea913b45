package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** CreateAccountAlias: names the account; an alias that it had is replaced. */
final class CreateAccountAlias extends IamOperation.Silent<AccountAlias> {
    CreateAccountAlias(Identities identities) {
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
                    requireFree(draft, request.alias());
                    draft.put(draft.account().account().withAlias(request.alias()));
                    return Done.DONE;
                });
    }

    private static void requireFree(Draft draft, String alias) {
        boolean taken =
                draft.image().accounts().stream()
                        .anyMatch(account -> alias.equals(account.account().alias()));
        if (taken) {
            throw new IdentityException(
                    IdentityException.Code.ENTITY_ALREADY_EXISTS,
                    "The account alias " + alias + " already exists.");
        }
    }
}
