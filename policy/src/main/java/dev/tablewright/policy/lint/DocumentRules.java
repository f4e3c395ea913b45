package dev.tablewright.policy.lint;

import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.condition.Glob;
import dev.tablewright.policy.json.PolicySize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The document as a whole: version, size, names, repetition, and what it leaves to others. */
enum DocumentRules implements Rule {
    NO_VERSION(
            "DDB-DOC-002",
            Severity.WARNING,
            "no Version, or the old one",
            "Without \"Version\": \"2012-10-17\" the language of 2008 holds, which knows no"
                    + " variables; managed policies must have the new one.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            return policy.knowsVariables()
                    ? List.of()
                    : List.of(
                            info().finding(
                                            policy.json().position(),
                                            "Version is not " + LintedPolicy.VERSION)
                                    .with(policy.withVersion()));
        }
    },

    REDUNDANT_ACTION(
            "DDB-DOC-003",
            Severity.INFO,
            "an action that another entry of the statement includes",
            "It changes nothing, counts against the size of the policy and survives when the other"
                    + " entry is taken away.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            List<Finding> findings = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                List<Element> redundant = new ArrayList<>();
                List<String> kept = new ArrayList<>();
                List<ActionEntry> entries = statement.actions();
                for (int i = 0; i < entries.size(); i++) {
                    if (isIncluded(entries, i)) {
                        redundant.add(entries.get(i).element());
                    } else {
                        kept.add(entries.get(i).text());
                    }
                }
                if (!redundant.isEmpty()) {
                    findings.add(
                            redundant(redundant)
                                    .with(
                                            policy.replacing(
                                                    statement,
                                                    Draft.of(statement.json())
                                                            .list(
                                                                    statement.notAction()
                                                                            ? "NotAction"
                                                                            : "Action",
                                                                    kept))));
                }
            }
            return findings;
        }

        private static boolean isIncluded(List<ActionEntry> entries, int index) {
            String text = entries.get(index).text().toLowerCase(Locale.ROOT);
            for (int i = 0; i < entries.size(); i++) {
                String other = entries.get(i).text().toLowerCase(Locale.ROOT);
                boolean wider =
                        !other.equals(text)
                                && other.indexOf('?') < 0
                                && Glob.of(other).matches(text);
                if (wider || (i < index && other.equals(text))) {
                    return true;
                }
            }
            return false;
        }
    },

    REDUNDANT_RESOURCE(
            "DDB-DOC-004",
            Severity.INFO,
            "a resource that another entry of the statement includes",
            "It changes nothing, counts against the size of the policy and survives when the other"
                    + " entry is taken away. (T/index/* beside a pattern that ends with * is taken"
                    + " as said on purpose.)") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            List<Finding> findings = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                List<Element> redundant = new ArrayList<>();
                List<String> kept = new ArrayList<>();
                List<ResourcePattern> entries = statement.resources();
                for (int i = 0; i < entries.size(); i++) {
                    if (isIncluded(entries, i)) {
                        redundant.add(entries.get(i).element());
                    } else {
                        kept.add(entries.get(i).text());
                    }
                }
                if (!redundant.isEmpty()) {
                    findings.add(
                            redundant(redundant)
                                    .with(
                                            policy.replacing(
                                                    statement,
                                                    Draft.of(statement.json())
                                                            .list(
                                                                    statement.notResource()
                                                                            ? "NotResource"
                                                                            : "Resource",
                                                                    kept))));
                }
            }
            return findings;
        }

        private static boolean isIncluded(List<ResourcePattern> entries, int index) {
            ResourcePattern entry = entries.get(index);
            for (int i = 0; i < entries.size(); i++) {
                ResourcePattern other = entries.get(i);
                boolean same = other.text().equals(entry.text());
                boolean onPurpose = SPELT_OUT.matcher(entry.text()).find() && !other.isEverything();
                if ((same && i < index) || (!same && !onPurpose && other.covers(entry.text()))) {
                    return true;
                }
            }
            return false;
        }
    },

    SIZE(
            "DDB-SIZ-001",
            Severity.ERROR,
            "a document larger than its limit, or near it",
            "A managed policy may have 6,144 characters and a trust policy 2,048, white space not"
                    + " counted; a policy of a table 20 KB, white space counted. Split it before it"
                    + " is refused.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            boolean raw = policy.kind() == PolicyKind.RESOURCE;
            int size =
                    raw
                            ? policy.text().getBytes(StandardCharsets.UTF_8).length
                            : PolicySize.withoutWhitespace(policy.text());
            int limit =
                    switch (policy.kind()) {
                        case TRUST, SESSION -> 2_048;
                        case RESOURCE -> 20_480;
                        case MANAGED, INLINE -> PolicySize.MANAGED_POLICY;
                    };
            if (size <= limit * 9 / 10) {
                return List.of();
            }
            String message =
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d %s",
                            size,
                            limit,
                            raw ? "bytes" : "characters that are not white space");
            return List.of(
                    info().finding(policy.json().position(), message)
                            .with(size > limit ? Severity.ERROR : Severity.WARNING));
        }
    },

    SID_CLAIMS_MORE(
            "DDB-NAM-001",
            Severity.INFO,
            "a Sid that claims more than the statement gives",
            "Readers trust the name. Say what the statement is for, and leave out \"all\" and"
                    + " \"full\" unless it lists every action.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            List<Finding> findings = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                String sid = statement.sid();
                Matcher claim = CLAIM.matcher(sid == null ? "" : sid);
                if (sid == null || !claim.find() || givesAll(statement)) {
                    continue;
                }
                String honest = CLAIM.matcher(sid).replaceAll("");
                boolean named =
                        !honest.isEmpty()
                                && !Character.isDigit(honest.charAt(0))
                                && !CLAIM.matcher(honest).find();
                findings.add(
                        info().finding(
                                        statement.positionOf("Sid"),
                                        sid + " claims all, but lists " + listed(statement))
                                .with(
                                        policy.replacing(
                                                statement,
                                                Draft.of(statement.json())
                                                        .sid(
                                                                policy.freshSid(
                                                                        named ? honest : "Listed",
                                                                        ""))))
                                .at(List.of(new Element(sid, statement.positionOf("Sid")))));
            }
            return findings;
        }

        private static String listed(LintedStatement statement) {
            Set<String> listed = new LinkedHashSet<>();
            Set<String> services = new LinkedHashSet<>();
            for (ActionEntry entry : statement.actions()) {
                entry.named().forEach(action -> listed.add(action.fullName()));
                services.add(entry.service());
            }
            long all =
                    ActionCatalog.get().all().stream()
                            .map(ServiceAction::service)
                            .filter(services::contains)
                            .count();
            return listed.size() + " of " + all + " actions";
        }

        private static boolean givesAll(LintedStatement statement) {
            return statement.notAction()
                    || statement.actions().stream().anyMatch(ActionEntry::isWholeService)
                    || statement.actions().stream().allMatch(entry -> entry.named().isEmpty());
        }
    },

    ALLOW_ONLY(
            "DDB-BND-001",
            Severity.INFO,
            "separation by Allow alone",
            "Policies add up: any other policy of the same user, group or role, and any policy on a"
                    + " table, can open what this one leaves out. What must hold needs a permissions"
                    + " boundary, or a Deny with NotResource on the own tables. (ListTables and other"
                    + " calls that are checked on * need a separate treatment.)") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (!policy.isIdentityPolicy()
                    || policy.statements().stream().anyMatch(LintedStatement::denies)) {
                return List.of();
            }
            Set<String> own = new LinkedHashSet<>();
            List<Element> places = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                if (statement.naming(ActionRules.DATA).isEmpty()) {
                    continue;
                }
                if (statement.notResource()
                        || statement.resources().stream().anyMatch(DocumentRules::isEveryTable)) {
                    return List.of();
                }
                for (ResourcePattern resource : statement.resources()) {
                    if (resource.isOfDynamoDb()) {
                        own.add(resource.table());
                        own.add(resource.table() + "/*");
                        places.add(resource.element());
                    }
                }
            }
            if (own.isEmpty()) {
                return List.of();
            }
            Draft deny =
                    Draft.statement(policy.freshSid("NoOtherTables", ""), "Deny")
                            .list(
                                    "Action",
                                    ActionRules.DATA.stream().map(a -> "dynamodb:" + a).toList())
                            .list("NotResource", own);
            return List.of(
                    info().finding(
                                    places.getFirst().position(),
                                    "limits data access by Allow alone; any other policy can widen"
                                            + " it")
                            .at(places)
                            .with(policy.adding(deny)));
        }
    };

    /** More managed policies on one principal than AWS attaches. */
    static final RuleInfo ATTACHMENTS =
            new RuleInfo(
                    "DDB-SIZ-002",
                    Severity.ERROR,
                    "more policies on a role than AWS attaches",
                    "A role can have 10 managed policies, 20 on request. Put the grants of several"
                            + " policies into one.");

    /** Table/NAME/index/* and the like. */
    private static final Pattern SPELT_OUT =
            Pattern.compile("/(index|stream|backup|export|import)/\\*$");

    private static final Pattern CLAIM =
            Pattern.compile("(?<![a-z])(All|Full|Every|Complete|Any)(?![a-z])");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    DocumentRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    Finding redundant(List<Element> redundant) {
        return info.finding(
                        redundant.getFirst().position(),
                        Element.texts(redundant) + " is included in another entry")
                .at(redundant);
    }

    private static boolean isEveryTable(ResourcePattern resource) {
        return resource.isEverything()
                || (resource.isOfDynamoDb() && resource.part(5).matches("\\*+|table/\\*+"));
    }
}
