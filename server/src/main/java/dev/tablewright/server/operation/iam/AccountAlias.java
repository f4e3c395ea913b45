package dev.tablewright.server.operation.iam;

import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/**
 * The alias in a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/console_account-alias.html">Account
 *     aliases</a>
 */
record AccountAlias(String account, String alias) {
    private static final List<Constraint> SHAPE =
            List.of(
                    Constraint.pattern("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"),
                    Constraint.minLength(3),
                    Constraint.maxLength(63));

    static AccountAlias read(QueryReader in) {
        String alias = in.required("AccountAlias", SHAPE);
        in.requireValid();
        return new AccountAlias(in.account(), alias);
    }
}
