package dev.tablewright.policy.lint;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ConditionKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What policy variables stand for, and where they stand for nothing. */
enum VariableRules implements Rule {
    OLD_VERSION(
            "DDB-VAR-001",
            Severity.ERROR,
            "a variable in a document without Version 2012-10-17",
            "Without \"Version\": \"2012-10-17\" a variable is ordinary text, and a resource with"
                    + " such a name does not exist. The rest of the document goes on working, which"
                    + " hides the fault.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (policy.knowsVariables()) {
                return List.of();
            }
            List<Element> found =
                    policy.statements().stream()
                            .flatMap(VariableRules::texts)
                            .filter(element -> VARIABLE.matcher(element.text()).find())
                            .toList();
            if (found.isEmpty()) {
                return List.of();
            }
            return one(
                    found,
                    first(found) + " is literal text in this version of the policy language",
                    policy.withVersion());
        }
    },

    USER_NAME_OF_A_ROLE(
            "DDB-VAR-002",
            Severity.WARNING,
            "${aws:username} in a policy attached to roles",
            "Sessions of roles, and so all Kubernetes workloads with IAM roles, have no"
                    + " aws:username: the resource matches nothing. Use a tag of the role:"
                    + " ${aws:PrincipalTag/...}.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (context.attachedTo() != LintContext.AttachedTo.ROLE || !policy.knowsVariables()) {
                return List.of();
            }
            return each(
                    policy,
                    statement -> texts(statement).filter(e -> names(e, "aws:username")).toList(),
                    "roles have no aws:username",
                    VariableRules::byTag);
        }

        private static boolean names(Element element, String key) {
            return variables(element.text()).stream().anyMatch(v -> v.key().equalsIgnoreCase(key));
        }
    },

    PREFIX_OF_ANOTHER(
            "DDB-VAR-003",
            Severity.WARNING,
            "a variable, a separator that names may contain, and then *",
            "User Alice reaches Alice_B_Orders, the table of user Alice_B: names may contain every"
                    + " character that table names may. Write the exact names, or compare a tag:"
                    + " aws:ResourceTag/owner with ${aws:username}.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (!policy.knowsVariables()) {
                return List.of();
            }
            return each(
                    policy,
                    statement ->
                            statement.resources().stream()
                                    .map(ResourcePattern::element)
                                    .filter(e -> PREFIX.matcher(e.text()).find())
                                    .toList(),
                    "also matches the tables of users whose name begins with this one and the"
                            + " separator",
                    VariableRules::byResourceTag);
        }
    },

    WHERE_VARIABLES_DO_NOT_WORK(
            "DDB-VAR-004",
            Severity.ERROR,
            "a variable where variables do not work",
            "Variables count in the part of an ARN behind the fifth colon, and in conditions on"
                    + " text and ARNs; one of a key with several values is never resolved.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (!policy.knowsVariables()) {
                return List.of();
            }
            List<Finding> findings =
                    new ArrayList<>(
                            each(
                                    policy,
                                    statement ->
                                            statement.resources().stream()
                                                    .filter(VariableRules::isTooEarly)
                                                    .map(ResourcePattern::element)
                                                    .toList(),
                                    "a variable before the fifth colon is literal text",
                                    VariableRules::withStarsInFront));
            for (LintedStatement statement : policy.statements()) {
                for (ConditionLine line : statement.conditions()) {
                    if (!line.base().startsWith("String") && !line.base().startsWith("Arn")) {
                        List<Element> values =
                                line.values().stream()
                                        .filter(v -> !variables(v.text()).isEmpty())
                                        .toList();
                        findings.addAll(
                                values.isEmpty()
                                        ? List.of()
                                        : one(
                                                values,
                                                "variables mean nothing to " + line.operator(),
                                                null));
                    }
                }
                List<Element> several =
                        texts(statement)
                                .filter(e -> variables(e.text()).stream().anyMatch(V::isOfSeveral))
                                .toList();
                findings.addAll(
                        several.isEmpty()
                                ? List.of()
                                : one(
                                        several,
                                        first(several)
                                                + " can have several values and is never resolved",
                                        null));
            }
            return findings;
        }
    },

    UNRESOLVED_MATCHES(
            "DDB-VAR-005",
            Severity.WARNING,
            "a variable without default under NotResource or a negated operator",
            "Where the key is absent the entry matches nothing, and so the negated form matches"
                    + " everything: an Allow opens up for every caller without the key. Ask for the"
                    + " key with \"Null\": {KEY: \"false\"}; in a Deny, which then hits everybody"
                    + " without the key, give a default if that is not meant.") {
        @Override
        public List<Finding> check(LintedPolicy policy, LintContext context) {
            if (!policy.knowsVariables()) {
                return List.of();
            }
            List<Finding> findings = new ArrayList<>();
            for (LintedStatement statement : policy.statements()) {
                List<Element> open =
                        negated(statement)
                                .filter(
                                        e ->
                                                variables(e.text()).stream()
                                                        .anyMatch(
                                                                v ->
                                                                        !v.hasDefault()
                                                                                && !statement
                                                                                        .requires(
                                                                                                v
                                                                                                        .key())))
                                .toList();
                if (!open.isEmpty()) {
                    findings.add(
                            info().finding(
                                            open.getFirst().position(),
                                            statement.allows()
                                                    ? "allows everything to callers without "
                                                            + keys(open)
                                                    : "denies everything to callers without "
                                                            + keys(open))
                                    .with(statement.allows() ? Severity.WARNING : Severity.INFO)
                                    .at(open)
                                    .with(closed(policy, statement, open)));
                }
            }
            return findings;
        }

        private static Stream<Element> negated(LintedStatement statement) {
            Stream<Element> resources =
                    statement.notResource()
                            ? statement.resources().stream().map(ResourcePattern::element)
                            : Stream.of();
            return Stream.concat(
                    resources,
                    statement.conditions().stream()
                            .filter(ConditionLine::isNegated)
                            .flatMap(line -> line.values().stream()));
        }

        private static String keys(List<Element> open) {
            Set<String> keys = new LinkedHashSet<>();
            open.forEach(e -> variables(e.text()).forEach(v -> keys.add(v.key())));
            return Element.listed(keys);
        }

        private static Correction closed(
                LintedPolicy policy, LintedStatement statement, List<Element> open) {
            Draft draft = Draft.of(statement.json());
            if (statement.allows()) {
                for (Element element : open) {
                    for (V variable : variables(element.text())) {
                        draft.condition("Null", variable.key(), List.of("false"));
                    }
                }
                return policy.replacing(statement, draft);
            }
            if (statement.notResource()) {
                draft.list(
                        "NotResource",
                        statement.resourceTexts().stream()
                                .map(VariableRules::withDefaults)
                                .toList());
            }
            for (ConditionLine line : statement.conditions()) {
                if (line.isNegated()) {
                    draft.withoutCondition(line.operator(), line.key())
                            .condition(
                                    line.operator(),
                                    line.key(),
                                    line.values().stream()
                                            .map(v -> withDefaults(v.text()))
                                            .toList());
                }
            }
            return policy.replacing(statement, draft);
        }
    };

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)\\}");

    /** A variable that names a person or team, characters of names, and a star. */
    private static final Pattern PREFIX =
            Pattern.compile(
                    "(?i)\\$\\{(aws:username|aws:PrincipalTag/[^},]+)[^}]*\\}[A-Za-z0-9_+=,.@-]*\\*");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    VariableRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    List<Finding> one(List<Element> places, String message, @Nullable Correction correction) {
        return List.of(
                info.finding(places.getFirst().position(), message).at(places).with(correction));
    }

    List<Finding> each(
            LintedPolicy policy,
            Function<LintedStatement, List<Element>> find,
            String message,
            BiFunction<LintedStatement, List<Element>, Draft> corrected) {
        List<Finding> findings = new ArrayList<>();
        for (LintedStatement statement : policy.statements()) {
            List<Element> found = find.apply(statement);
            if (!found.isEmpty()) {
                findings.addAll(
                        one(
                                found,
                                first(found) + ": " + message,
                                policy.replacing(statement, corrected.apply(statement, found))));
            }
        }
        return findings;
    }

    /** A variable of a text. */
    private record V(String key, boolean hasDefault) {
        boolean isOfSeveral() {
            Optional<ConditionKey> known = ActionCatalog.get().conditionKey(key);
            return known.isPresent() && known.get().multivalued();
        }
    }

    private static List<V> variables(String text) {
        List<V> variables = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String inner = matcher.group(1);
            if (!inner.equals("*") && !inner.equals("?") && !inner.equals("$")) {
                int comma = inner.indexOf(',');
                variables.add(
                        new V((comma < 0 ? inner : inner.substring(0, comma)).strip(), comma >= 0));
            }
        }
        return variables;
    }

    private static String first(List<Element> found) {
        Matcher matcher = VARIABLE.matcher(found.getFirst().text());
        return matcher.find() ? matcher.group() : found.getFirst().text();
    }

    /** Returns the texts in which variables can stand. */
    private static Stream<Element> texts(LintedStatement statement) {
        return Stream.concat(
                statement.resources().stream().map(ResourcePattern::element),
                statement.conditions().stream().flatMap(line -> line.values().stream()));
    }

    private static boolean isTooEarly(ResourcePattern resource) {
        return !starsInFront(resource.text()).equals(resource.text());
    }

    /** Puts a star in the place of each variable before the fifth colon. */
    private static String starsInFront(String text) {
        StringBuilder out = new StringBuilder();
        int colons = 0;
        int i = 0;
        while (i < text.length() && colons < Arn.PARTS - 1) {
            int close = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (close > 0) {
                out.append('*');
                i = close + 1;
            } else {
                colons += text.charAt(i) == ':' ? 1 : 0;
                out.append(text.charAt(i++));
            }
        }
        return out.append(text.substring(i)).toString();
    }

    private static Draft byTag(LintedStatement statement, List<Element> found) {
        return mapped(
                statement,
                _ -> true,
                text ->
                        VARIABLE.matcher(text)
                                .replaceAll(
                                        match ->
                                                Matcher.quoteReplacement(
                                                        match.group(1)
                                                                        .toLowerCase(Locale.ROOT)
                                                                        .startsWith("aws:username")
                                                                ? "${aws:PrincipalTag/owner}"
                                                                : match.group())));
    }

    private static Draft withStarsInFront(LintedStatement statement, List<Element> found) {
        return mapped(statement, _ -> false, VariableRules::starsInFront);
    }

    private static Draft byResourceTag(LintedStatement statement, List<Element> found) {
        String variable = first(found);
        List<String> texts = found.stream().map(Element::text).toList();
        Draft draft =
                mapped(
                        statement,
                        _ -> false,
                        text ->
                                texts.contains(text)
                                        ? text.substring(0, text.indexOf("${")) + "*"
                                        : text);
        return statement.notResource()
                ? draft.condition("StringNotEquals", "aws:ResourceTag/owner", List.of(variable))
                : draft.condition("StringEquals", "aws:ResourceTag/owner", List.of(variable));
    }

    private static String withDefaults(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        match.group(1).indexOf(',') >= 0
                                                        || match.group(1).length() == 1
                                                ? match.group()
                                                : "${" + match.group(1) + ", 'nobody'}"));
    }

    private static Draft mapped(
            LintedStatement statement,
            Predicate<ConditionLine> lines,
            UnaryOperator<String> change) {
        Draft draft = Draft.of(statement.json());
        if (!statement.resources().isEmpty()) {
            draft.list(
                    statement.notResource() ? "NotResource" : "Resource",
                    statement.resourceTexts().stream().map(change).toList());
        }
        for (ConditionLine line : statement.conditions()) {
            if (lines.test(line)) {
                draft.withoutCondition(line.operator(), line.key())
                        .condition(
                                line.operator(),
                                line.key(),
                                line.values().stream().map(v -> change.apply(v.text())).toList());
            }
        }
        return draft;
    }
}
