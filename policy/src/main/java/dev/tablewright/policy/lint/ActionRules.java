package dev.tablewright.policy.lint;

import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the actions of a statement are, and which belong together. */
enum ActionRules implements Rule {
    UNKNOWN(
            "DDB-ACT-001",
            Severity.ERROR,
            "an action that does not exist",
            "A name that no service has is stored without complaint and never matches. Some API"
                    + " calls are no actions: transactions are checked as the actions of their"
                    + " parts, PartiQL calls as PartiQLSelect, PartiQLInsert, PartiQLUpdate and"
                    + " PartiQLDelete.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            List<Finding> findings = new ArrayList<>();
            for (ActionEntry entry : statement.actions()) {
                if (!entry.named().isEmpty() || entry.text().equals("*")) {
                    continue;
                }
                Optional<ServiceAction> nearest = ActionCatalog.get().nearest(entry.text());
                boolean known = ActionCatalog.get().knowsService(entry.service());
                if (!known && (entry.service().length() < 6 || nearest.isEmpty())) {
                    continue;
                }
                List<String> parts = ActionCatalog.get().actionsOfCall(entry.text());
                List<String> meant =
                        parts.isEmpty()
                                ? nearest.map(ServiceAction::fullName).stream().toList()
                                : parts;
                findings.add(
                        info().finding(entry.element().position(), message(entry, parts, meant))
                                .at(List.of(entry.element()))
                                .with(corrected(policy, statement, entry, meant)));
            }
            return findings;
        }

        private static String message(ActionEntry entry, List<String> parts, List<String> meant) {
            if (!parts.isEmpty()) {
                return entry.text()
                        + " is an API call, not an action; it is checked as "
                        + Element.listed(parts);
            }
            String wrong =
                    entry.isPattern()
                            ? entry.text() + " matches no action"
                            : entry.text() + " does not exist";
            return meant.isEmpty() || entry.isPattern()
                    ? wrong
                    : wrong + "; did you mean " + meant.getFirst() + "?";
        }

        private static @Nullable Correction corrected(
                LintedPolicy policy,
                LintedStatement statement,
                ActionEntry wrong,
                List<String> meant) {
            if (meant.isEmpty()) {
                return statement.notAction()
                        ? null
                        : policy.withoutActions(statement, Set.of(wrong.text()));
            }
            Set<String> texts = new LinkedHashSet<>();
            for (String text : statement.actionTexts()) {
                texts.addAll(text.equals(wrong.text()) ? meant : List.of(text));
            }
            String member = statement.notAction() ? "NotAction" : "Action";
            return policy.replacing(statement, Draft.of(statement.json()).list(member, texts));
        }
    },

    PERMISSION_ONLY(
            "DDB-ACT-002",
            Severity.INFO,
            "a permission without an API call of its name",
            "No request is checked on this action alone; other calls need it besides their own"
                    + " (UpdateTable with replica updates, AWS Backup, replication).") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            List<Element> only = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.isPattern()
                        && entry.named().stream()
                                .anyMatch(a -> a.permissionOnly() && isDynamoDb(a))) {
                    only.add(entry.element());
                }
            }
            return only.isEmpty()
                    ? List.of()
                    : List.of(
                            info().finding(
                                            only.getFirst().position(),
                                            Element.names(only)
                                                    + (only.size() == 1
                                                            ? " is a permission only: there is no"
                                                                    + " API call of that name"
                                                            : " are permissions only: there are no"
                                                                    + " API calls of these names"))
                                    .at(only));
        }
    },

    PARTIQL_TWIN(
            "DDB-ACT-003",
            Severity.INFO,
            "data access by API without PartiQL, or the reverse",
            "PartiQL statements are checked as actions of their own. Where both ways are meant,"
                    + " list both; a Deny that lists only one is no barrier.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            Map<String, List<Element>> lacking = new TreeMap<>();
            for (ActionEntry entry : statement.plainActions()) {
                for (ServiceAction action : entry.named()) {
                    for (String twin : twins(statement, action)) {
                        if (!spoken(policy, statement, twin)) {
                            lacking.computeIfAbsent(twin, _ -> new ArrayList<>())
                                    .add(entry.element());
                        }
                    }
                }
            }
            if (lacking.isEmpty()) {
                return List.of();
            }
            Set<Element> places = new LinkedHashSet<>();
            statement.actions().stream()
                    .map(ActionEntry::element)
                    .filter(e -> lacking.values().stream().anyMatch(es -> es.contains(e)))
                    .forEach(places::add);
            String message =
                    Element.names(places)
                            + (statement.allows()
                                    ? " without "
                                    : " can be done in spite of this by ")
                            + Element.listed(lacking.keySet());
            return List.of(
                    info().finding(places.iterator().next().position(), message)
                            .with(statement.allows() ? Severity.INFO : Severity.WARNING)
                            .at(places)
                            .with(with(policy, statement, lacking.keySet())));
        }

        private static List<String> twins(LintedStatement statement, ServiceAction action) {
            if (!isDynamoDb(action)) {
                return List.of();
            }
            String partiql = PARTIQL.get(action.name());
            if (partiql != null) {
                return List.of(partiql);
            }
            // Denying PartiQL alone is a usual way to keep people from scanning whole tables.
            if (statement.denies()) {
                return List.of();
            }
            return switch (action.name()) {
                case "PartiQLInsert" -> List.of("PutItem");
                case "PartiQLUpdate" -> List.of("UpdateItem");
                case "PartiQLDelete" -> List.of("DeleteItem");
                default -> List.of();
            };
        }
    },

    BATCH_TWIN(
            "DDB-ACT-004",
            Severity.WARNING,
            "a Deny that a batch or a query gets around",
            "BatchWriteItem puts and deletes without PutItem and DeleteItem; BatchGetItem, Query"
                    + " and Scan read without GetItem. A Deny has to list them all.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            if (statement.allows()) {
                return List.of();
            }
            Set<String> lacking = new TreeSet<>();
            Set<Element> places = new LinkedHashSet<>();
            AROUND.forEach(
                    (action, others) -> {
                        List<Element> denied = statement.naming(List.of(action));
                        for (String other : denied.isEmpty() ? List.<String>of() : others) {
                            if (!spoken(policy, statement, other)) {
                                lacking.add(other);
                                places.addAll(denied);
                            }
                        }
                    });
            return lacking.isEmpty()
                    ? List.of()
                    : List.of(
                            info().finding(
                                            places.iterator().next().position(),
                                            "the Deny of "
                                                    + Element.names(places)
                                                    + " is no barrier without "
                                                    + Element.listed(lacking))
                                    .at(places)
                                    .with(with(policy, statement, lacking)));
        }
    },

    SELF_GRANT(
            "DDB-ACT-005",
            Severity.WARNING,
            "PutResourcePolicy together with data rights",
            "Who may write the policy of a table can give themselves, or other accounts, every"
                    + " right on it that this policy leaves out. Keep the two apart.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            List<Element> puts = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.isWholeService()
                        && entry.named().stream().anyMatch(a -> a.fullName().equals(PUT_POLICY))) {
                    puts.add(entry.element());
                }
            }
            boolean data = DATA.stream().anyMatch(a -> !policy.allowing("dynamodb:" + a).isEmpty());
            boolean denied =
                    policy.denying(PUT_POLICY).stream()
                            .anyMatch(
                                    s ->
                                            s.conditions().isEmpty()
                                                    && s.resources().stream()
                                                            .anyMatch(
                                                                    ResourcePattern::isEverything));
            if (statement.denies() || puts.isEmpty() || !data || denied) {
                return List.of();
            }
            Draft deny =
                    Draft.statement(policy.freshSid("NoResourcePolicies", ""), "Deny")
                            .list("Action", List.of(PUT_POLICY))
                            .list("Resource", List.of("*"));
            boolean named = puts.stream().noneMatch(e -> e.text().contains("*"));
            Set<String> texts = new LinkedHashSet<>();
            puts.forEach(e -> texts.add(e.text()));
            Correction removed = named ? policy.withoutActions(statement, texts) : null;
            return List.of(
                    info().finding(
                                    puts.getFirst().position(),
                                    "dynamodb:PutResourcePolicy beside data rights: whoever has"
                                            + " this can grant the rest to themselves")
                            .at(puts)
                            .with(
                                    removed == null && policy.isIdentityPolicy()
                                            ? policy.adding(deny)
                                            : removed));
        }
    },

    ALLOW_WITH_NOT_ACTION(
            "DDB-ACT-006",
            Severity.WARNING,
            "Allow with NotAction",
            "It allows every action of every service that is not listed, also those that will be"
                    + " made later. List what is allowed, or deny what is not.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement) {
            if (statement.denies() || !statement.notAction()) {
                return List.of();
            }
            Draft allow =
                    Draft.of(statement.json()).without("NotAction").list("Action", List.of("*"));
            Draft deny =
                    Draft.of(statement.json())
                            .put("Effect", Draft.text("Deny"))
                            .sid(policy.freshSid(statement.sid(), "Except"))
                            .without("NotAction")
                            .list("Action", statement.actionTexts());
            return List.of(
                    info().finding(
                                    statement.positionOf("Action"),
                                    "allows every action but "
                                            + Element.listed(statement.actionTexts()))
                            .with(policy.replacing(statement, allow, deny)));
        }
    };

    private static final String PUT_POLICY = "dynamodb:PutResourcePolicy";

    private static final Map<String, String> PARTIQL =
            Map.of(
                    "GetItem", "PartiQLSelect",
                    "BatchGetItem", "PartiQLSelect",
                    "Query", "PartiQLSelect",
                    "Scan", "PartiQLSelect",
                    "PutItem", "PartiQLInsert",
                    "UpdateItem", "PartiQLUpdate",
                    "DeleteItem", "PartiQLDelete");

    private static final Map<String, List<String>> AROUND =
            Map.of(
                    "PutItem", List.of("BatchWriteItem"),
                    "DeleteItem", List.of("BatchWriteItem"),
                    "GetItem", List.of("BatchGetItem", "Query", "Scan"));

    static final List<String> DATA =
            List.of(
                    "BatchGetItem",
                    "BatchWriteItem",
                    "ConditionCheckItem",
                    "DeleteItem",
                    "GetItem",
                    "PartiQLDelete",
                    "PartiQLInsert",
                    "PartiQLSelect",
                    "PartiQLUpdate",
                    "PutItem",
                    "Query",
                    "Scan",
                    "UpdateItem");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ActionRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    @Override
    public List<Finding> check(LintedPolicy policy, LintContext context) {
        return policy.statements().stream()
                .flatMap(statement -> of(policy, statement).stream())
                .toList();
    }

    abstract List<Finding> of(LintedPolicy policy, LintedStatement statement);

    private static boolean isDynamoDb(ServiceAction action) {
        return action.service().equals("dynamodb");
    }

    /** Whether a statement of the same effect speaks of the action. */
    private static boolean spoken(LintedPolicy policy, LintedStatement statement, String name) {
        String action = "dynamodb:" + name;
        return !(statement.allows() ? policy.allowing(action) : policy.denying(action)).isEmpty();
    }

    private static Correction with(
            LintedPolicy policy, LintedStatement statement, Set<String> added) {
        List<String> actions = new ArrayList<>(statement.actionTexts());
        added.forEach(name -> actions.add("dynamodb:" + name));
        return policy.replacing(statement, Draft.of(statement.json()).list("Action", actions));
    }
}
