package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PasswordPolicy;
import dev.tablewright.server.protocol.query.XmlWriter;

/** GetAccountPasswordPolicy: the rules that the account set; AWS's default ones are not shown. */
final class GetAccountPasswordPolicy extends OnAccount<PasswordPolicy> {
    GetAccountPasswordPolicy(Identities identities) {
        super(identities);
    }

    @Override
    public PasswordPolicy execute(Authorized<String> authorized) {
        String account = authorized.request();
        PasswordPolicy policy = account(account).account().passwordPolicy();
        if (policy == null) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "The Password Policy with domain name " + account + " cannot be found.");
        }
        return policy;
    }

    @Override
    public void encode(PasswordPolicy policy, XmlWriter out) {
        out.element(
                "PasswordPolicy",
                () -> {
                    out.number("MinimumPasswordLength", policy.minimumLength())
                            .flag("RequireSymbols", policy.symbols())
                            .flag("RequireNumbers", policy.numbers())
                            .flag("RequireUppercaseCharacters", policy.uppercase())
                            .flag("RequireLowercaseCharacters", policy.lowercase())
                            .flag("AllowUsersToChangePassword", policy.usersMayChange())
                            .flag("ExpirePasswords", policy.maxAgeDays() != null);
                    encodeAges(policy, out);
                });
    }

    private static void encodeAges(PasswordPolicy policy, XmlWriter out) {
        if (policy.maxAgeDays() != null) {
            out.number("MaxPasswordAge", policy.maxAgeDays());
        }
        if (policy.reusePrevention() != null) {
            out.number("PasswordReusePrevention", policy.reusePrevention());
        }
        if (policy.hardExpiry() != null) {
            out.flag("HardExpiry", policy.hardExpiry());
        }
    }
}
