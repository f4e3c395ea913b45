package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * An operation that is told nothing: it is about the whole account.
 *
 * @param <R> the response
 */
abstract class OnAccount<R> extends IamOperation<String, R> {
    OnAccount(Identities identities) {
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
}
