package dev.tablewright.policy.lint;

import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ConditionKey;
import dev.tablewright.policy.catalog.ConditionKey.ValueType;
import dev.tablewright.policy.condition.Glob;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether conditions ask what they seem to ask. */
enum ConditionRules implements Rule {
    NO_SET_OPERATOR(
            "DDB-CON-001",
            Severity.ERROR,
            "a key with several values without ForAllValues or ForAnyValue",
            "Without a set operator a condition on such a key never holds. In an Allow ForAllValues"
                    + " keeps requests to the values listed (ask with Null that the key be there); in a"
                    + " Deny ForAnyValue catches each single one.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            if (line.hasSetOperator() || line.isNull() || !known(line).isMultivalued()) {
                return List.of();
            }
            boolean all = statement.allows();
            Draft draft =
                    Draft.of(statement.json())
                            .moveCondition(
                                    line,
                                    (all ? "ForAllValues:" : "ForAnyValue:") + line.operator(),
                                    line.key());
            return one(
                    line,
                    line.key() + " can have several values and needs a set operator",
                    policy.replacing(
                            statement,
                            all ? draft.condition("Null", line.key(), List.of("false")) : draft));
        }
    },

    VACUOUS(
            "DDB-CON-002",
            Severity.WARNING,
            "Allow with ForAllValues and no Null check",
            "ForAllValues holds when the key is absent. A Scan has no LeadingKeys and a request"
                    + " without projection no Attributes, so such a request passes. Add \"Null\":"
                    + " {KEY: \"false\"}.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            if (statement.denies() || !line.forAllValues() || statement.requires(line.key())) {
                return List.of();
            }
            List<Element> scans = statement.naming(List.of("Scan", "PartiQLSelect"));
            boolean wide =
                    !scans.isEmpty() && line.key().toLowerCase(Locale.ROOT).startsWith("dynamodb:");
            return one(
                    line,
                    "holds for requests without "
                            + line.key()
                            + (wide ? ", and so for every " + Element.names(scans) : ""),
                    policy.replacing(
                            statement,
                            Draft.of(statement.json())
                                    .condition("Null", line.key(), List.of("false"))));
        }
    },

    ATTRIBUTES_WITHOUT_SELECT(
            "DDB-CON-003",
            Severity.WARNING,
            "dynamodb:Attributes without a limit on Select or ReturnValues",
            "The attributes of a request are those it names. A read that names none returns all of"
                    + " them unless Select must be SPECIFIC_ATTRIBUTES; a write can return the whole"
                    + " item unless ReturnValues is limited.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            if (statement.denies() || line.isNull() || !line.isKey("dynamodb:Attributes")) {
                return List.of();
            }
            List<Element> reads = statement.naming(SELECTING);
            List<Element> writes = statement.naming(RETURNING);
            boolean select = !reads.isEmpty() && !limits(statement, "dynamodb:Select");
            boolean returned = !writes.isEmpty() && !limits(statement, "dynamodb:ReturnValues");
            if (!select && !returned) {
                return List.of();
            }
            Draft draft = Draft.of(statement.json());
            Set<String> lacking = new LinkedHashSet<>();
            if (select) {
                lacking.add(Element.names(reads) + " without dynamodb:Select");
                draft.condition(
                        "StringEqualsIfExists", "dynamodb:Select", List.of("SPECIFIC_ATTRIBUTES"));
            }
            if (returned) {
                lacking.add(Element.names(writes) + " without dynamodb:ReturnValues");
                draft.condition(
                        "StringEqualsIfExists",
                        "dynamodb:ReturnValues",
                        List.of("NONE", "UPDATED_OLD", "UPDATED_NEW"));
            }
            return one(
                    line,
                    "attributes are limited for "
                            + String.join(", and for ", lacking)
                            + ": whole items are returned",
                    policy.replacing(statement, draft));
        }

        private static boolean limits(LintedStatement statement, String key) {
            return statement.condition(line -> line.isKey(key) && !line.isNull()).isPresent();
        }
    },

    KEYS_MISSING(
            "DDB-CON-004",
            Severity.WARNING,
            "the list of attributes lacks key attributes of the table",
            "Every request names the key attributes; where they are not in the list, every request"
                    + " is denied.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            if (!statement.allows()
                    || !line.forAllValues()
                    || line.isNegated()
                    || !line.isKey("dynamodb:Attributes")) {
                return List.of();
            }
            Set<String> missing = new TreeSet<>();
            Set<String> tables = new TreeSet<>();
            for (LintContext.KnownTable table : context.tables()) {
                if (statement.plainResources().stream().anyMatch(r -> r.covers(table))) {
                    for (String attribute : table.keyAttributes()) {
                        if (!lists(line, attribute)) {
                            missing.add(attribute);
                            tables.add(table.arn().substring(table.arn().indexOf('/') + 1));
                        }
                    }
                }
            }
            if (missing.isEmpty()) {
                return List.of();
            }
            List<String> values = new ArrayList<>();
            line.values().forEach(value -> values.add(value.text()));
            values.addAll(missing);
            return one(
                    line,
                    "lacks " + Element.listed(missing) + ", key of " + Element.listed(tables),
                    policy.replacing(
                            statement,
                            Draft.of(statement.json())
                                    .withoutCondition(line.operator(), line.key())
                                    .condition(line.operator(), line.key(), values)));
        }

        private static boolean lists(ConditionLine line, String attribute) {
            boolean patterns = line.base().endsWith("Like");
            return line.values().stream()
                    .anyMatch(
                            value ->
                                    patterns
                                            ? Glob.of(value.text()).matches(attribute)
                                            : value.text().equals(attribute));
        }
    },

    NO_SUCH_KEY(
            "DDB-CON-005",
            Severity.ERROR,
            "a key that does not exist, or that the action does not have",
            "A key that is not in the request counts as absent: a positive operator never holds"
                    + " then, so an Allow grants nothing and a Deny denies nothing. The tags of"
                    + " tables are aws:ResourceTag/..., not dynamodb:ResourceTag/....") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            ActionCatalog catalog = ActionCatalog.get();
            String service = line.key().substring(0, Math.max(line.key().indexOf(':'), 0));
            boolean judged = catalog.knowsService(service) || service.equalsIgnoreCase("aws");
            if (!judged) {
                return List.of();
            }
            if (!catalog.hasKeyNamed(line.key())) {
                Optional<String> meant = catalog.nearestKey(line.key());
                return one(
                        line,
                        "there is no key "
                                + line.key()
                                + meant.map(key -> "; did you mean " + key + "?").orElse(""),
                        meant.map(
                                        key ->
                                                policy.replacing(
                                                        statement,
                                                        Draft.of(statement.json())
                                                                .moveCondition(
                                                                        line,
                                                                        line.operator(),
                                                                        key)))
                                .orElse(null));
            }
            return line.ifExists() || line.isNull() || line.isNegated() || line.forAllValues()
                    ? List.of()
                    : notOfAction(policy, statement, line);
        }

        private List<Finding> notOfAction(
                LintedPolicy policy, LintedStatement statement, ConditionLine line) {
            List<Element> without = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.isWholeService()
                        && !entry.named().isEmpty()
                        && entry.named().stream()
                                .noneMatch(a -> ActionCatalog.get().hasKey(a, line.key()))) {
                    without.add(entry.element());
                }
            }
            if (without.isEmpty()) {
                return List.of();
            }
            Set<String> texts = new LinkedHashSet<>();
            without.forEach(element -> texts.add(element.text()));
            return List.of(
                    info().finding(
                                    line.position(),
                                    Element.names(without)
                                            + (without.size() == 1 ? " has" : " have")
                                            + " no "
                                            + line.key()
                                            + ": nothing is "
                                            + (statement.allows() ? "granted" : "denied"))
                            .at(without)
                            .with(policy.withoutActions(statement, texts)));
        }
    },

    DENY_ON_ABSENT_KEY(
            "DDB-CON-006",
            Severity.WARNING,
            "Deny with a positive operator on a key that may be absent",
            "Where the key is absent a positive operator does not hold, ForAnyValue neither, and"
                    + " the Deny does not apply. Add IfExists to deny then too, or say with Null that"
                    + " the key must be there.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            if (statement.allows()
                    || line.isNull()
                    || line.isNegated()
                    || line.ifExists()
                    || line.forAllValues()
                    || ALWAYS_THERE.contains(line.key().toLowerCase(Locale.ROOT))
                    || statement.condition(l -> l.isNull() && l.isKey(line.key())).isPresent()) {
                return List.of();
            }
            return one(
                    line,
                    "does not deny requests without " + line.key(),
                    policy.replacing(
                            statement,
                            Draft.of(statement.json())
                                    .moveCondition(
                                            line, line.operator() + "IfExists", line.key())));
        }
    },

    WILDCARD_IN_EQUALS(
            "DDB-CON-007",
            Severity.WARNING,
            "StringEquals with * or ? in the value",
            "StringEquals compares letter by letter; wildcards mean something to StringLike"
                    + " only.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            boolean exact = line.base().startsWith("String") && !line.base().endsWith("Like");
            List<Element> wild =
                    line.values().stream()
                            .filter(
                                    v ->
                                            v.text()
                                                    .replaceAll("\\$\\{[*?$]\\}", "")
                                                    .matches(".*[*?].*"))
                            .toList();
            if (!exact || wild.isEmpty()) {
                return List.of();
            }
            String like =
                    line.operator()
                            .replaceFirst(
                                    line.base(), line.isNegated() ? "StringNotLike" : "StringLike");
            return List.of(
                    info().finding(
                                    wild.getFirst().position(),
                                    "the wildcard in "
                                            + wild.getFirst().text()
                                            + " is an ordinary character to "
                                            + line.operator())
                            .at(wild)
                            .with(
                                    policy.replacing(
                                            statement,
                                            Draft.of(statement.json())
                                                    .moveCondition(line, like, line.key()))));
        }
    },

    SET_OPERATOR_ON_SINGLE(
            "DDB-CON-008",
            Severity.INFO,
            "a set operator on a key with one value",
            "The key has one value at most, so the set operator changes only what happens when it"
                    + " is absent: ForAllValues holds then.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            Known known = known(line);
            if (!line.hasSetOperator() || known.isOpen() || known.isMultivalued()) {
                return List.of();
            }
            return one(
                    line,
                    line.key() + " has one value; " + line.operator() + " needs no set operator",
                    policy.replacing(
                            statement,
                            Draft.of(statement.json())
                                    .moveCondition(
                                            line,
                                            line.operator()
                                                    .substring(line.operator().indexOf(':') + 1),
                                            line.key())));
        }
    },

    TYPE_MISMATCH(
            "DDB-CON-009",
            Severity.WARNING,
            "an operator that does not suit the type of the key",
            "Numbers, moments, addresses and truth values compared as text match one spelling only,"
                    + " and text compared as something else never matches.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            Known known = known(line);
            if (known.isOpen() || line.isNull() || suits(line, known.type())) {
                return List.of();
            }
            return one(
                    line,
                    line.key()
                            + " is of type "
                            + known.type().awsName()
                            + ", which "
                            + line.base()
                            + " does not compare",
                    suited(policy, statement, line, known.type()));
        }

        // The same question in the operator of the type, where it has one.
        private static @Nullable Correction suited(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                ValueType type) {
            String not = line.isNegated() ? "Not" : "";
            String base =
                    switch (type) {
                        case STRING -> "String" + not + "Equals";
                        case NUMERIC -> "Numeric" + not + "Equals";
                        case BOOL -> "Bool";
                        case ARN -> "Arn" + not + "Like";
                        case DATE -> "Date" + not + "Equals";
                        case IP_ADDRESS -> not + "IpAddress";
                    };
            return type == ValueType.BOOL && line.isNegated()
                    ? null
                    : policy.replacing(
                            statement,
                            Draft.of(statement.json())
                                    .moveCondition(
                                            line,
                                            line.operator().replace(line.base(), base),
                                            line.key()));
        }

        private static boolean suits(ConditionLine line, ValueType type) {
            String base = line.base();
            return switch (type) {
                case STRING -> base.startsWith("String") || base.startsWith("Binary");
                case NUMERIC -> base.startsWith("Numeric");
                case BOOL -> base.equals("Bool");
                case ARN -> base.startsWith("Arn") || base.startsWith("String");
                case DATE -> base.startsWith("Date") || base.startsWith("Numeric");
                case IP_ADDRESS -> base.endsWith("IpAddress");
            };
        }
    },

    IMPOSSIBLE_VALUE(
            "DDB-CON-010",
            Severity.WARNING,
            "a value that the key never has",
            "The key has a few fixed values, written in one way; any other is never met.") {
        @Override
        List<Finding> of(
                LintedPolicy policy,
                LintedStatement statement,
                ConditionLine line,
                LintContext context) {
            List<String> possible = known(line).values();
            if (possible.isEmpty() || line.isNull() || line.base().endsWith("Like")) {
                return List.of();
            }
            List<Element> wrong =
                    line.values().stream()
                            .filter(v -> !v.text().contains("${"))
                            .filter(v -> possible.stream().noneMatch(p -> same(line, p, v.text())))
                            .toList();
            if (wrong.isEmpty()) {
                return List.of();
            }
            List<String> fixed = new ArrayList<>();
            for (Element value : line.values()) {
                possible.stream()
                        .filter(p -> p.equalsIgnoreCase(value.text()))
                        .findFirst()
                        .ifPresent(fixed::add);
            }
            return List.of(
                    info().finding(
                                    wrong.getFirst().position(),
                                    line.key()
                                            + " is never "
                                            + wrong.getFirst().text()
                                            + "; it can be "
                                            + Element.listed(possible).replace(" and ", " or "))
                            .at(wrong)
                            .with(
                                    fixed.isEmpty()
                                            ? null
                                            : policy.replacing(
                                                    statement,
                                                    Draft.of(statement.json())
                                                            .withoutCondition(
                                                                    line.operator(), line.key())
                                                            .condition(
                                                                    line.operator(),
                                                                    line.key(),
                                                                    fixed))));
        }

        private static boolean same(ConditionLine line, String possible, String value) {
            boolean anyCase = line.base().endsWith("IgnoreCase") || line.base().equals("Bool");
            return anyCase ? possible.equalsIgnoreCase(value) : possible.equals(value);
        }
    };

    private static final Set<String> SELECTING =
            Set.of("BatchGetItem", "GetItem", "PartiQLSelect", "Query", "Scan");
    private static final Set<String> RETURNING =
            Set.of("DeleteItem", "PartiQLDelete", "PartiQLUpdate", "PutItem", "UpdateItem");

    /** Keys that every request to the services here carries. */
    private static final Set<String> ALWAYS_THERE =
            Set.of(
                    "aws:currenttime",
                    "aws:epochtime",
                    "aws:principalaccount",
                    "aws:principalarn",
                    "aws:principalisawsservice",
                    "aws:principaltype",
                    "aws:requestedregion",
                    "aws:resourceaccount",
                    "aws:securetransport",
                    "aws:sourceip",
                    "aws:userid",
                    "aws:viaawsservice",
                    "iam:policyarn");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ConditionRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    @Override
    public List<Finding> check(LintedPolicy policy, LintContext context) {
        List<Finding> findings = new ArrayList<>();
        for (LintedStatement statement : policy.statements()) {
            for (ConditionLine line : statement.conditions()) {
                findings.addAll(of(policy, statement, line, context));
            }
        }
        return findings;
    }

    abstract List<Finding> of(
            LintedPolicy policy,
            LintedStatement statement,
            ConditionLine line,
            LintContext context);

    List<Finding> one(ConditionLine line, String message, @Nullable Correction correction) {
        return List.of(
                info.finding(line.position(), message)
                        .at(List.of(line.keyElement()))
                        .with(correction));
    }

    /** What the catalogue knows of a key; nothing of the keys of other services. */
    private record Known(@Nullable ConditionKey key) {
        boolean isOpen() {
            return key == null;
        }

        boolean isMultivalued() {
            return key != null && key.multivalued();
        }

        ValueType type() {
            return key == null ? ValueType.STRING : key.type();
        }

        List<String> values() {
            return key == null ? List.of() : key.values();
        }
    }

    private static Known known(ConditionLine line) {
        return new Known(ActionCatalog.get().conditionKey(line.key()).orElse(null));
    }
}
