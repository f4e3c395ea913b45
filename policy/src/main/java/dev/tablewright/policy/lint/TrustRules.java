package dev.tablewright.policy.lint;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PrincipalElement;

import java.util.List;
import java.util.Locale;

/** Trust policies of roles. */
enum TrustRules implements Rule {
    EVERYONE(
            "DDB-TRU-001",
            Severity.ERROR,
            "a role that everyone may assume",
            "Every principal of every AWS account is trusted. Name the principals, or limit the"
                    + " statement by a condition on aws:PrincipalAccount, aws:PrincipalOrgID or"
                    + " sts:ExternalId.") {
        @Override
        boolean isWrong(LintedStatement statement) {
            return statement.principals().stream().anyMatch(PrincipalElement::isEveryone)
                    && statement.conditions().stream()
                            .noneMatch(line -> !line.isNegated() && !line.isNull());
        }

        @Override
        String message(LintedStatement statement) {
            return "everyone, of every account, may assume the role";
        }
    },

    ANY_SUBJECT(
            "DDB-TRU-002",
            Severity.ERROR,
            "an OIDC provider trusted without a condition on the subject",
            "Every token of the provider would do: of a Kubernetes cluster, every pod of every"
                    + " namespace. Add StringEquals on ISSUER:sub"
                    + " (system:serviceaccount:NAMESPACE:NAME) and on ISSUER:aud"
                    + " (sts.amazonaws.com).") {
        @Override
        boolean isWrong(LintedStatement statement) {
            return statement.principals().stream()
                            .anyMatch(
                                    p ->
                                            p.type().equals("Federated")
                                                    && p.value().contains(":oidc-provider/"))
                    && statement.conditions().stream().noneMatch(TrustRules::isOnSubject);
        }

        @Override
        String message(LintedStatement statement) {
            return "any token of the provider may assume the role: there is no condition on its"
                    + " subject";
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    TrustRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    @Override
    public List<Finding> check(LintedPolicy policy, LintContext context) {
        return policy.statements().stream()
                .filter(s -> policy.kind() == PolicyKind.TRUST && s.allows() && isWrong(s))
                .map(s -> info.finding(s.positionOf("Principal"), message(s)))
                .toList();
    }

    abstract boolean isWrong(LintedStatement statement);

    abstract String message(LintedStatement statement);

    private static boolean isOnSubject(ConditionLine line) {
        return line.key().toLowerCase(Locale.ROOT).endsWith(":sub")
                && line.base().startsWith("String")
                && !line.isNegated()
                && !line.ifExists()
                && !line.forAllValues()
                && line.values().stream().noneMatch(v -> v.text().equals("*"));
    }
}
