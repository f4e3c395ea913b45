package dev.tablewright.policy.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Policies of the role that provisions tables and grants, such as Crossplane's provider: they have
 * the rights that {@code managementPolicies} (Observe or Control) needs, and no way to more.
 */
enum ProviderRules implements Rule {
    CANNOT_OBSERVE(
            "DDB-PRV-001",
            Severity.WARNING,
            "a provider's role that cannot read what it has to compare",
            "Observe, and with it Control, reads the table, its backups, its time to live and its"
                    + " tags, and the policies of the roles; without one of these rights every"
                    + " reconciliation fails.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            return isProvider(policy) ? lacking(policy, OBSERVE, "observe") : List.of();
        }
    },

    CANNOT_CONTROL(
            "DDB-PRV-002",
            Severity.WARNING,
            "a provider's role that can make things, but not all of what Control makes",
            "Control creates and updates tables, policies and attachments. A role that can do some"
                    + " of it only stops in the middle. (Deleting needs DeleteTable and"
                    + " DeletePolicy besides; leave them out for deletionPolicy Orphan.)") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            boolean controls =
                    isProvider(policy)
                            && CONTROL.stream()
                                    .anyMatch(action -> !policy.allowing(action).isEmpty());
            return controls ? lacking(policy, CONTROL, "control") : List.of();
        }
    },

    ATTACHES_ANYTHING(
            "DDB-PRV-003",
            Severity.ERROR,
            "a provider's role that may attach policies to every role",
            "Who may attach any policy to any role can become administrator. Limit"
                    + " iam:AttachRolePolicy to the platform's roles, by path or by"
                    + " iam:ResourceTag, and best to the platform's policies by iam:PolicyARN.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            List<Finding> findings = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                boolean wide =
                        statement.notResource()
                                || statement.resources().stream().anyMatch(ProviderRules::isWide);
                if (isProvider(policy)
                        && statement.allows()
                        && statement.speaksOf("iam:AttachRolePolicy")
                        && wide
                        && statement.conditions().stream().noneMatch(ProviderRules::isLimit)) {
                    findings.add(
                            info().finding(
                                            statement.positionOf("Resource"),
                                            "iam:AttachRolePolicy on every role")
                                    .with(limited(policy, statement)));
                }
            }
            return findings;
        }

        private static Correction limited(LintedPolicy policy, LintedStatement statement) {
            List<String> left =
                    statement.actionTexts().stream()
                            .filter(text -> !text.equals("iam:AttachRolePolicy"))
                            .toList();
            boolean named = left.size() < statement.actions().size() && !statement.notAction();
            if (!named || left.isEmpty()) {
                return policy.replacing(
                        statement,
                        Draft.of(statement.json())
                                .condition("StringEquals", TAG, List.of("idp-advanced")));
            }
            return policy.replacing(
                    statement,
                    Draft.of(statement.json()).list("Action", left),
                    Draft.of(statement.json())
                            .sid(policy.freshSid(statement.sid(), "ToPlatformRoles"))
                            .list("Action", List.of("iam:AttachRolePolicy"))
                            .condition("StringEquals", TAG, List.of("idp-advanced")));
        }
    };

    private static final String TAG = "iam:ResourceTag/managed-by";

    private static final List<String> OBSERVE =
            List.of(
                    "dynamodb:DescribeContinuousBackups",
                    "dynamodb:DescribeTable",
                    "dynamodb:DescribeTimeToLive",
                    "dynamodb:ListTagsOfResource",
                    "iam:GetPolicy",
                    "iam:GetPolicyVersion",
                    "iam:ListAttachedRolePolicies",
                    "iam:ListPolicyVersions");

    private static final List<String> CONTROL =
            List.of(
                    "dynamodb:CreateTable",
                    "dynamodb:TagResource",
                    "dynamodb:UntagResource",
                    "dynamodb:UpdateContinuousBackups",
                    "dynamodb:UpdateTable",
                    "dynamodb:UpdateTimeToLive",
                    "iam:AttachRolePolicy",
                    "iam:CreatePolicy",
                    "iam:CreatePolicyVersion",
                    "iam:DeletePolicyVersion",
                    "iam:DetachRolePolicy",
                    "iam:TagPolicy");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ProviderRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    /**
     * Whether the document is about both tables and the policies of roles, as only a provisioner's
     * is. Whole services and administrators are not meant.
     */
    static boolean isProvider(LintedPolicy policy) {
        if (!policy.isIdentityPolicy()) {
            return false;
        }
        boolean tables = false;
        boolean roles = false;
        for (LintedStatement statement : policy.statements()) {
            for (ActionEntry entry :
                    statement.allows() ? statement.plainActions() : List.<ActionEntry>of()) {
                if (!entry.text().equals("*")) {
                    tables |= names(entry, TABLE_SIGNS);
                    roles |= names(entry, ROLE_SIGNS);
                }
            }
        }
        return tables && roles;
    }

    private static final Set<String> TABLE_SIGNS =
            Set.of("dynamodb:CreateTable", "dynamodb:DescribeTable");
    private static final Set<String> ROLE_SIGNS =
            Set.of("iam:AttachRolePolicy", "iam:ListAttachedRolePolicies");

    private static boolean names(ActionEntry entry, Set<String> actions) {
        return entry.named().stream().anyMatch(a -> actions.contains(a.fullName()));
    }

    List<Finding> lacking(LintedPolicy policy, List<String> needed, String verb) {
        List<String> lacking =
                needed.stream().filter(action -> policy.allowing(action).isEmpty()).toList();
        if (lacking.isEmpty()) {
            return List.of();
        }
        List<Draft> added = new ArrayList<>();
        for (String service : List.of("dynamodb", "iam")) {
            List<String> actions =
                    lacking.stream().filter(a -> a.startsWith(service + ":")).toList();
            if (!actions.isEmpty()) {
                String sid =
                        service.toUpperCase(Locale.ROOT).substring(0, 1)
                                + service.substring(1)
                                + verb.substring(0, 1).toUpperCase(Locale.ROOT)
                                + verb.substring(1);
                Draft draft =
                        Draft.statement(policy.freshSid(sid, ""), "Allow")
                                .list("Action", actions)
                                .list("Resource", List.of("*"));
                added.add(
                        actions.contains("iam:AttachRolePolicy")
                                ? draft.condition("StringEquals", TAG, List.of("idp-advanced"))
                                : draft);
            }
        }
        return List.of(
                info.finding(
                                policy.json().position(),
                                "cannot " + verb + ": lacks " + Element.listed(lacking))
                        .with(policy.adding(added)));
    }

    private static boolean isWide(ResourcePattern resource) {
        return resource.isEverything() || resource.part(5).matches("\\*+|role/\\*+");
    }

    private static boolean isLimit(ConditionLine line) {
        String key = line.key().toLowerCase(Locale.ROOT);
        return !line.isNegated()
                && !line.isNull()
                && !line.ifExists()
                && (key.startsWith("iam:resourcetag/")
                        || key.startsWith("aws:resourcetag/")
                        || key.equals("iam:policyarn"));
    }
}
