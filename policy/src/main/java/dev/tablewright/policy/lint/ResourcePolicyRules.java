package dev.tablewright.policy.lint;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PrincipalElement;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.catalog.ServiceAction.ResourcePolicySupport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Policies of tables and streams. */
enum ResourcePolicyRules implements Rule {
    PUBLIC(
            "DDB-RBP-001",
            Severity.ERROR,
            "a public principal",
            "Everyone, of every account, is allowed. DynamoDB's block of public access refuses such"
                    + " a policy. Name principals, or limit the statement by a condition on"
                    + " aws:PrincipalAccount, aws:PrincipalOrgID, aws:SourceVpc or the like.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            boolean everyone =
                    statement.notPrincipal()
                            || statement.principals().stream()
                                    .anyMatch(PrincipalElement::isEveryone);
            if (statement.denies() || !everyone || isLimited(statement)) {
                return List.of();
            }
            String account = account(statement, context);
            return List.of(
                    info().finding(
                                    statement.positionOf("Principal"),
                                    "allows everyone, of every account")
                            .with(
                                    account == null
                                            ? null
                                            : policy.replacing(
                                                    statement,
                                                    Draft.of(statement.json())
                                                            .condition(
                                                                    "StringEquals",
                                                                    "aws:PrincipalAccount",
                                                                    List.of(account)))));
        }

        private static boolean isLimited(LintedStatement statement) {
            return statement.conditions().stream()
                    .anyMatch(
                            line ->
                                    LIMITING.contains(line.key().toLowerCase(Locale.ROOT))
                                            && !line.isNegated()
                                            && !line.isNull()
                                            && !line.ifExists()
                                            && !line.forAllValues()
                                            && line.values().stream()
                                                    .noneMatch(v -> isOpen(v.text())));
        }

        private static boolean isOpen(String value) {
            return value.startsWith("*") || value.contains("${") || value.startsWith("0.0.0.0/");
        }
    },

    UNSUPPORTED_ACTION(
            "DDB-RBP-002",
            Severity.ERROR,
            "an action that the policy of a table or stream cannot grant",
            "DynamoDB refuses the document: \"Invalid policy document: The following action names"
                    + " are invalid\". The stream actions belong into the policy of the stream, the"
                    + " others into that of the table, and some into identity policies only.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            @Nullable Boolean stream = isOnStream(statement, context);
            List<Element> refused = new ArrayList<>();
            for (ActionEntry entry : statement.actions()) {
                boolean known = !entry.named().isEmpty() || entry.service().isEmpty();
                if (!entry.text().equals("*")
                        && known
                        && entry.named().stream().noneMatch(a -> isSupported(a, stream))) {
                    refused.add(entry.element());
                }
            }
            if (refused.isEmpty()) {
                return List.of();
            }
            return List.of(
                    info().finding(
                                    refused.getFirst().position(),
                                    "the policy of a "
                                            + (stream == null
                                                    ? "table or stream"
                                                    : stream ? "stream" : "table")
                                            + " cannot speak of "
                                            + Element.texts(refused))
                            .at(refused)
                            .with(
                                    statement.notAction()
                                            ? null
                                            : policy.withoutActions(statement, texts(refused))));
        }

        private static boolean isSupported(ServiceAction action, @Nullable Boolean stream) {
            return action.resourcePolicy() != ResourcePolicySupport.NONE
                    && (stream == null || action.isOn(stream ? "stream" : "table"));
        }
    },

    OTHER_RESOURCE(
            "DDB-RBP-003",
            Severity.WARNING,
            "a resource other than the table that the policy is attached to",
            "The policy of a table is asked about that table and its indexes only; statements about"
                    + " anything else do nothing.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            String attached = context.resource();
            if (attached == null || statement.plainResources().isEmpty()) {
                return List.of();
            }
            List<Element> others = new ArrayList<>();
            for (ResourcePattern resource : statement.resources()) {
                if (!resource.covers(attached)
                        && !resource.text().startsWith(attached + "/index/")
                        && !resource.covers(attached + "/index/*")) {
                    others.add(resource.element());
                }
            }
            if (others.isEmpty()) {
                return List.of();
            }
            Set<String> fixed = new LinkedHashSet<>();
            for (ResourcePattern resource : statement.resources()) {
                boolean index = resource.belowTable().startsWith("/index/");
                fixed.add(
                        others.contains(resource.element())
                                ? attached + (index ? resource.belowTable() : "")
                                : resource.text());
            }
            return List.of(
                    info().finding(
                                    others.getFirst().position(),
                                    Element.texts(others) + " is not " + attached)
                            .at(others)
                            .with(
                                    policy.replacing(
                                            statement,
                                            Draft.of(statement.json()).list("Resource", fixed))));
        }
    },

    OWN_ACCOUNT(
            "DDB-RBP-004",
            Severity.WARNING,
            "the account of the table itself as principal",
            "The own account as principal leaves the decision to the identity policies of its users"
                    + " and roles: it grants nothing by itself. Name the users and roles.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            String account = account(statement, context);
            boolean own =
                    account != null
                            && statement.principals().stream()
                                    .anyMatch(p -> isAccount(p, account::equals));
            return statement.allows() && own && !statement.notPrincipal()
                    ? List.of(
                            info().finding(
                                            statement.positionOf("Principal"),
                                            "account "
                                                    + account
                                                    + " is the table's own: nothing is granted"
                                                    + " by this"))
                    : List.of();
        }
    },

    CROSS_ACCOUNT_ACTION(
            "DDB-RBP-005",
            Severity.WARNING,
            "a principal of another account with an action that does not cross accounts",
            "Some actions can be granted by a table's policy to its own account only; callers of"
                    + " another account are denied them all the same.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            String account = account(statement, context);
            if (statement.denies() || account == null || statement.notPrincipal()) {
                return List.of();
            }
            boolean foreign = statement.principals().stream().anyMatch(p -> isForeign(p, account));
            boolean own =
                    statement.principals().stream()
                            .anyMatch(p -> p.isEveryone() || !isForeign(p, account));
            List<Element> bound = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.isPattern()
                        && entry.named().stream()
                                .anyMatch(
                                        a ->
                                                a.resourcePolicy()
                                                        == ResourcePolicySupport.SAME_ACCOUNT)) {
                    bound.add(entry.element());
                }
            }
            if (!foreign || bound.isEmpty()) {
                return List.of();
            }
            return List.of(
                    info().finding(
                                    bound.getFirst().position(),
                                    Element.names(bound) + " cannot be granted to another account")
                            .at(bound)
                            .with(own ? null : policy.withoutActions(statement, texts(bound))));
        }
    },

    LOCK_OUT(
            "DDB-RBP-006",
            Severity.ERROR,
            "a Deny that locks its author out",
            "It denies everybody PutResourcePolicy and DeleteResourcePolicy, so nobody could take"
                    + " it away again. DynamoDB refuses it unless ConfirmRemoveSelfResourceAccess is"
                    + " set; then only the root user helps.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            String account = account(statement, context);
            boolean everybody =
                    statement.principals().stream()
                            .anyMatch(
                                    p ->
                                            p.isEveryone()
                                                    || (account != null
                                                            && isAccount(p, account::equals)));
            if (statement.allows()
                    || statement.notPrincipal()
                    || !everybody
                    || !statement.conditions().isEmpty()
                    || !statement.speaksOf("dynamodb:PutResourcePolicy")
                    || !statement.speaksOf("dynamodb:DeleteResourcePolicy")) {
                return List.of();
            }
            return List.of(
                    info().finding(
                                    statement.positionOf("Action"),
                                    "denies everybody the rights to change this policy")
                            .with(spared(policy, statement)));
        }

        private static @Nullable Correction spared(LintedPolicy policy, LintedStatement statement) {
            Set<String> kept = new LinkedHashSet<>();
            if (statement.notAction()) {
                kept.addAll(statement.actionTexts());
                kept.addAll(POLICY_ACTIONS);
                return policy.replacing(
                        statement, Draft.of(statement.json()).list("NotAction", kept));
            }
            if (statement.actions().stream().anyMatch(ActionEntry::isWholeService)) {
                return policy.replacing(
                        statement,
                        Draft.of(statement.json())
                                .without("Action")
                                .list("NotAction", POLICY_ACTIONS));
            }
            return policy.withoutActions(statement, texts(statement.naming(POLICY_NAMES)));
        }
    },

    WILDCARD(
            "DDB-RBP-007",
            Severity.WARNING,
            "an Allow with a wildcard of actions",
            "The policy of a table grants by itself, without a word from the caller's own account."
                    + " A wildcard takes in actions that change or delete the table, or give it"
                    + " another policy, and those that DynamoDB will add. List what is meant.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            List<Element> patterns = new ArrayList<>();
            Set<String> far = new TreeSet<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (entry.isPattern()) {
                    patterns.add(entry.element());
                    entry.named().stream()
                            .map(ServiceAction::name)
                            .filter(FAR_REACHING::contains)
                            .forEach(far::add);
                }
            }
            if (!statement.allows() || patterns.isEmpty()) {
                return List.of();
            }
            return List.of(
                    info().finding(
                                    patterns.getFirst().position(),
                                    Element.texts(patterns)
                                            + (far.isEmpty()
                                                    ? " allows more than it names"
                                                    : " also allows " + String.join(", ", far)))
                            .at(patterns));
        }
    },

    OTHER_ACCOUNT(
            "DDB-RBP-008",
            Severity.INFO,
            "a principal of another account",
            "The table is shared with another account, whose administrators decide who in it comes"
                    + " in, unless a user or a role is named. See that the account is known and"
                    + " meant.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            String account = account(statement, context);
            if (!statement.allows() || statement.notPrincipal() || account == null) {
                return List.of();
            }
            List<String> foreign =
                    statement.principals().stream()
                            .filter(principal -> isForeign(principal, account))
                            .map(PrincipalElement::value)
                            .toList();
            return foreign.isEmpty()
                    ? List.of()
                    : List.of(
                            info().finding(
                                            statement.positionOf("Principal"),
                                            "shares the table with " + String.join(", ", foreign)));
        }
    };

    /** They change the table itself, or who may use it. */
    private static final Set<String> FAR_REACHING =
            Set.of(
                    "DeleteResourcePolicy",
                    "DeleteTable",
                    "PutResourcePolicy",
                    "UpdateContinuousBackups",
                    "UpdateTable",
                    "UpdateTimeToLive");

    private static final List<String> POLICY_ACTIONS =
            List.of(
                    "dynamodb:DeleteResourcePolicy",
                    "dynamodb:GetResourcePolicy",
                    "dynamodb:PutResourcePolicy");
    private static final Set<String> POLICY_NAMES =
            Set.of("DeleteResourcePolicy", "PutResourcePolicy");

    /** Keys whose fixed values make a statement not public. */
    private static final Set<String> LIMITING =
            Set.of(
                    "aws:principalaccount",
                    "aws:principalarn",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceip",
                    "aws:sourceowner",
                    "aws:sourcevpc",
                    "aws:sourcevpce",
                    "aws:userid");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ResourcePolicyRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    @Override
    public List<Finding> check(LintedPolicy policy, LintContext context) {
        return policy.kind() != PolicyKind.RESOURCE
                ? List.of()
                : policy.statements().stream()
                        .flatMap(statement -> of(policy, statement, context).stream())
                        .toList();
    }

    abstract List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context);

    /** Returns the account of the table: of what the policy is on, or of what it speaks of. */
    private static @Nullable String account(LintedStatement statement, LintContext context) {
        List<String> arns = new ArrayList<>();
        if (context.resource() != null) {
            arns.add(context.resource());
        }
        arns.addAll(statement.resourceTexts());
        for (String text : arns) {
            Arn arn = Arn.parse(text);
            if (arn != null && arn.account().matches("[0-9]{12}")) {
                return arn.account();
            }
        }
        return null;
    }

    private static @Nullable Boolean isOnStream(LintedStatement statement, LintContext context) {
        if (context.resource() != null) {
            return context.resource().contains("/stream/");
        }
        List<ResourcePattern> resources = statement.plainResources();
        if (resources.isEmpty() || resources.stream().anyMatch(ResourcePattern::isEverything)) {
            return null;
        }
        boolean streams = resources.stream().allMatch(r -> r.belowTable().startsWith("/stream/"));
        boolean none = resources.stream().noneMatch(r -> r.mayMatch(Types.STREAM));
        boolean certain = streams || none;
        return certain ? (Boolean) streams : null;
    }

    private static boolean isAccount(PrincipalElement principal, Predicate<String> which) {
        if (!principal.type().equals("AWS")) {
            return false;
        }
        Arn arn = Arn.parse(principal.value());
        return arn == null
                ? which.test(principal.value())
                : arn.resource().equals("root") && which.test(arn.account());
    }

    private static boolean isForeign(PrincipalElement principal, String account) {
        if (!principal.type().equals("AWS") || principal.isEveryone()) {
            return false;
        }
        Arn arn = Arn.parse(principal.value());
        return arn == null
                ? principal.value().matches("[0-9]{12}") && !principal.value().equals(account)
                : !arn.account().equals(account);
    }

    private static Set<String> texts(List<Element> elements) {
        Set<String> texts = new LinkedHashSet<>();
        elements.forEach(element -> texts.add(element.text()));
        return texts;
    }
}
