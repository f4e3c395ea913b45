package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PasswordPolicy;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** UpdateAccountPasswordPolicy: sets all rules; those that are not named become the default. */
final class UpdateAccountPasswordPolicy
        extends IamOperation.Silent<UpdateAccountPasswordPolicy.Request> {
    UpdateAccountPasswordPolicy(Identities identities) {
        super(identities);
    }

    record Request(String account, PasswordPolicy policy) {}

    @Override
    public Request decode(QueryReader in) {
        Integer length = in.integer("MinimumPasswordLength", 6, 128);
        boolean symbols = in.flag("RequireSymbols");
        boolean numbers = in.flag("RequireNumbers");
        boolean uppercase = in.flag("RequireUppercaseCharacters");
        boolean lowercase = in.flag("RequireLowercaseCharacters");
        boolean usersMayChange = in.flag("AllowUsersToChangePassword");
        Integer reuse = in.integer("PasswordReusePrevention", 1, 24);
        Integer maxAge = in.integer("MaxPasswordAge", 1, 1095);
        Boolean hardExpiry = in.optionalFlag("HardExpiry");
        in.requireValid();
        return new Request(
                in.account(),
                new PasswordPolicy(
                        length == null ? PasswordPolicy.LEAST_LENGTH : length,
                        symbols,
                        numbers,
                        uppercase,
                        lowercase,
                        usersMayChange,
                        maxAge,
                        reuse,
                        hardExpiry));
    }

    @Override
    public List<Access> access(Request request) {
        return needs().only();
    }

    @Override
    public Done execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    draft.put(draft.account().account().withPasswordPolicy(request.policy()));
                    return Done.DONE;
                });
    }
}
