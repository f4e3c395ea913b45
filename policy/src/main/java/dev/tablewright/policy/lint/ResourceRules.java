package dev.tablewright.policy.lint;

import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.catalog.ServiceAction.ResourceUse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the actions of a statement and its resources fit together. */
enum ResourceRules implements Rule {
    EMPTY_GRANT(
            "DDB-RES-001",
            Severity.ERROR,
            "actions that fit no resource of their statement",
            "An action is checked on resources of its own types. When none of the statement's"
                    + " resources can be of such a type, the statement does nothing for it; the"
                    + " parent table of table/T/* is not part of it.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.plainResources().isEmpty()) {
                return List.of();
            }
            List<Element> empty = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.named().isEmpty()
                        && entry.named().stream().noneMatch(a -> a.resources().isEmpty())
                        && entry.named().stream().noneMatch(a -> reaches(statement, a))) {
                    empty.add(entry.element());
                }
            }
            if (empty.isEmpty()) {
                return List.of();
            }
            String message =
                    (statement.allows() ? "nothing is granted for " : "nothing is denied for ")
                            + counted(empty.size(), statement.actions().size())
                            + ": no resource of the statement is "
                            + kinds(statement, empty)
                            + " ("
                            + Element.names(empty)
                            + ")";
            return List.of(
                    finding(empty.getFirst(), message)
                            .at(empty)
                            .with(fitting(policy, statement, empty)));
        }

        private static String counted(int some, int all) {
            return some == all
                    ? (all == 1 ? "its action" : "any of its actions")
                    : some + " of " + all + " actions";
        }

        // The table where its parts are listed; otherwise the actions go.
        private @Nullable Correction fitting(
                LintedPolicy policy, LintedStatement statement, List<Element> empty) {
            List<String> resources = withTables(statement);
            if (allOn(statement, empty, "table") && !resources.equals(statement.resourceTexts())) {
                return policy.replacing(
                        statement, Draft.of(statement.json()).list("Resource", resources));
            }
            List<String> filled =
                    statement.resourceTexts().stream()
                            .map(text -> EMPTY_PARTS.matcher(text).replaceFirst("$1*:*:$2"))
                            .toList();
            if (!filled.equals(statement.resourceTexts())) {
                return policy.replacing(
                        statement, Draft.of(statement.json()).list("Resource", filled));
            }
            Set<String> texts = new LinkedHashSet<>();
            empty.forEach(element -> texts.add(element.text()));
            return policy.withoutActions(statement, texts);
        }

        private static boolean allOn(
                LintedStatement statement, List<Element> entries, String type) {
            return statement.plainActions().stream()
                    .filter(entry -> entries.contains(entry.element()))
                    .allMatch(entry -> entry.named().stream().anyMatch(a -> a.isOn(type)));
        }

        private static String kinds(LintedStatement statement, List<Element> entries) {
            Set<String> kinds = new LinkedHashSet<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (entries.contains(entry.element())) {
                    for (ServiceAction action : entry.named()) {
                        action.resources().forEach(use -> kinds.add(use.type().name()));
                    }
                }
            }
            return kinds.size() > 4
                    ? "of a type that they are checked on"
                    : "of type " + Element.listed(kinds).replace(" and ", " or ");
        }
    },

    SUB_RESOURCES_ONLY(
            "DDB-RES-002",
            Severity.WARNING,
            "table/NAME/* without table/NAME",
            "table/NAME/* covers what is below the table (indexes, streams, backups) but not the"
                    + " table itself, on which almost every action is checked. List both.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.denies() || !onTables(statement)) {
                return List.of();
            }
            List<Element> alone = new ArrayList<>();
            for (ResourcePattern resource : statement.plainResources()) {
                if (resource.isOfDynamoDb()
                        && resource.belowTable().equals("/*")
                        && !grantsSomewhere(policy, resource.table())) {
                    alone.add(resource.element());
                }
            }
            if (alone.isEmpty()) {
                return List.of();
            }
            return List.of(
                    finding(
                                    alone.getFirst(),
                                    Element.texts(alone)
                                            + " matches sub-resources only, not the table")
                            .at(alone)
                            .with(
                                    policy.replacing(
                                            statement,
                                            Draft.of(statement.json())
                                                    .list("Resource", withTables(statement)))));
        }

        private static boolean onTables(LintedStatement statement) {
            return statement.notAction()
                    || statement.actions().stream()
                            .flatMap(entry -> entry.named().stream())
                            .anyMatch(action -> action.isOn("table"));
        }

        private static boolean grantsSomewhere(LintedPolicy policy, String table) {
            return policy.statements().stream()
                    .filter(LintedStatement::allows)
                    .flatMap(s -> s.plainResources().stream())
                    .anyMatch(resource -> resource.covers(table));
        }
    },

    TABLE_WITHOUT_INDEXES(
            "DDB-RES-003",
            Severity.WARNING,
            "queries on a table without its indexes, or the reverse",
            "A Query, Scan or PartiQL SELECT that names an index is checked on the index's ARN"
                    + " alone, any other on the table's ARN alone. List table/T and"
                    + " table/T/index/*.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            List<Element> reads = statement.naming(INDEX_READS);
            if (statement.denies() || reads.isEmpty()) {
                return List.of();
            }
            List<Finding> findings = new ArrayList<>();
            List<ResourcePattern> tables = new ArrayList<>();
            List<ResourcePattern> indexes = new ArrayList<>();
            for (ResourcePattern resource : statement.plainResources()) {
                boolean table = resource.mayMatch(Types.TABLE);
                boolean index = resource.mayMatch(Types.INDEX);
                if (table && !index && !indexesGranted(policy, resource, context)) {
                    tables.add(resource);
                } else if (index && !table && !tableGranted(policy, resource)) {
                    indexes.add(resource);
                }
            }
            add(findings, policy, statement, reads, tables, "the table only, not on its indexes");
            add(findings, policy, statement, reads, indexes, "indexes only, not on the table");
            return findings;
        }

        private void add(
                List<Finding> findings,
                LintedPolicy policy,
                LintedStatement statement,
                List<Element> reads,
                List<ResourcePattern> alone,
                String where) {
            if (alone.isEmpty()) {
                return;
            }
            Set<String> resources = new LinkedHashSet<>();
            for (ResourcePattern resource : statement.resources()) {
                if (alone.contains(resource) && !resource.belowTable().isEmpty()) {
                    resources.add(resource.table());
                }
                resources.add(resource.text());
                if (alone.contains(resource) && resource.belowTable().isEmpty()) {
                    resources.add(resource.text() + "/index/*");
                }
            }
            List<Element> elements = alone.stream().map(ResourcePattern::element).toList();
            findings.add(
                    finding(
                                    elements.getFirst(),
                                    Element.names(reads)
                                            + (reads.size() == 1 ? " is" : " are")
                                            + " granted on "
                                            + where)
                            .at(elements)
                            .with(
                                    policy.replacing(
                                            statement,
                                            Draft.of(statement.json())
                                                    .list("Resource", resources))));
        }

        private static boolean indexesGranted(
                LintedPolicy policy, ResourcePattern table, LintContext context) {
            List<LintContext.KnownTable> known =
                    context.tables().stream().filter(t -> table.covers(t)).toList();
            if (!known.isEmpty() && known.stream().noneMatch(LintContext.KnownTable::hasIndexes)) {
                return true;
            }
            String below = table.text() + "/index/";
            return anyRead(policy, r -> r.text().startsWith(below) || r.covers(below + "*"));
        }

        private static boolean tableGranted(LintedPolicy policy, ResourcePattern index) {
            return anyRead(policy, resource -> resource.covers(index.table()));
        }

        private static boolean anyRead(LintedPolicy policy, Predicate<ResourcePattern> which) {
            return INDEX_READS.stream().anyMatch(a -> policy.allows("dynamodb:" + a, which));
        }
    },

    NEEDS_EVERYTHING(
            "DDB-RES-004",
            Severity.ERROR,
            "actions that need Resource * limited to a resource",
            "These calls concern no single resource; they are checked on * and no ARN matches that."
                    + " Give them a statement of their own with \"Resource\": \"*\". ListTables is"
                    + " checked on table/* of the account and region, so table/* works for it, but"
                    + " its documentation says *.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.plainResources().isEmpty()
                    || statement.resources().stream().anyMatch(ResourcePattern::isEverything)) {
                return List.of();
            }
            List<Element> empty = new ArrayList<>();
            List<Element> tolerated = new ArrayList<>();
            for (ActionEntry entry : statement.plainActions()) {
                if (!entry.named().isEmpty()
                        && entry.named().stream().allMatch(a -> a.resources().isEmpty())) {
                    (worksOnTables(statement, entry) ? tolerated : empty).add(entry.element());
                }
            }
            List<Finding> findings = new ArrayList<>();
            if (!empty.isEmpty()) {
                findings.add(
                        finding(
                                        empty.getFirst(),
                                        Element.names(empty)
                                                + (empty.size() == 1 ? " is" : " are")
                                                + " checked on *, which no resource of the"
                                                + " statement matches")
                                .at(empty)
                                .with(onEverything(policy, statement, empty)));
            }
            if (!tolerated.isEmpty()) {
                findings.add(
                        finding(
                                        tolerated.getFirst(),
                                        Element.names(tolerated)
                                                + " works with table/*, but is documented as"
                                                + " needing *")
                                .with(Severity.INFO)
                                .at(tolerated)
                                .with(onEverything(policy, statement, tolerated)));
            }
            return findings;
        }

        private static boolean worksOnTables(LintedStatement statement, ActionEntry entry) {
            return entry.named().stream().allMatch(a -> a.fullName().equals("dynamodb:ListTables"))
                    && statement.resources().stream()
                            .anyMatch(
                                    r -> r.isOfDynamoDb() && r.part(5).matches("\\*+|table/\\*+"));
        }

        private static Correction onEverything(
                LintedPolicy policy, LintedStatement statement, List<Element> moved) {
            List<String> texts = moved.stream().map(Element::text).toList();
            return split(
                    policy,
                    statement,
                    texts,
                    own -> own.list("Resource", List.of("*")),
                    "OnEverything");
        }
    },

    WIDER_THAN_TABLES(
            "DDB-RES-005",
            Severity.WARNING,
            "table/* also covers indexes, streams, backups, exports and imports",
            "A star in the last part of an ARN takes slashes too: table/* is not \"every table\""
                    + " but everything of every table. Where that is meant, say so: list"
                    + " table/*/index/* (or /stream/*, ...) beside it; where not, name the tables.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.denies() || statement.notAction()) {
                return List.of();
            }
            Set<String> below = subTypes(statement);
            statement
                    .resources()
                    .forEach(r -> below.removeIf(t -> r.belowTable().equals("/" + t + "/*")));
            List<Element> wide = new ArrayList<>();
            for (ResourcePattern resource : statement.plainResources()) {
                if (resource.isOfDynamoDb() && resource.part(5).equals("table/*")) {
                    wide.add(resource.element());
                }
            }
            if (wide.isEmpty() || below.isEmpty()) {
                return List.of();
            }
            Set<String> resources = new LinkedHashSet<>(statement.resourceTexts());
            for (Element resource : wide) {
                below.forEach(type -> resources.add(resource.text() + "/" + type + "/*"));
            }
            return List.of(
                    finding(
                                    wide.getFirst(),
                                    "table/* covers not only every table but also every "
                                            + Element.listed(below)
                                            + " for the actions of this statement")
                            .at(wide)
                            .with(
                                    policy.replacing(
                                            statement,
                                            Draft.of(statement.json())
                                                    .list("Resource", resources))));
        }

        private static Set<String> subTypes(LintedStatement statement) {
            Set<String> types = new LinkedHashSet<>();
            for (ActionEntry entry : statement.actions()) {
                for (ServiceAction action : entry.named()) {
                    for (ResourceUse use : action.resources()) {
                        String type = use.type().name();
                        if (SUB_TYPES.contains(type)) {
                            types.add(type);
                        }
                    }
                }
            }
            return types;
        }
    },

    STREAM_OR_TABLE(
            "DDB-RES-006",
            Severity.WARNING,
            "stream actions on a table, or item actions on a stream",
            "A stream has an ARN of its own, table/T/stream/LABEL, and the stream actions are"
                    + " checked on that; item actions are checked on the table. LABEL changes when"
                    + " the stream is enabled again, so write table/T/stream/*.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.plainResources().isEmpty()) {
                return List.of();
            }
            List<Finding> findings = new ArrayList<>();
            List<Element> streams = statement.naming(STREAM_READS);
            if (!streams.isEmpty()
                    && statement.resources().stream().noneMatch(r -> r.mayMatch(Types.STREAM))
                    && statement.resources().stream().anyMatch(r -> r.mayMatch(Types.TABLE))) {
                findings.add(misplaced(policy, statement, streams, "the table", "/stream/*"));
            }
            List<Element> items = statement.naming(ITEM_ACTIONS);
            if (!items.isEmpty()
                    && statement.resources().stream()
                            .noneMatch(r -> r.mayMatch(Types.TABLE) || r.mayMatch(Types.INDEX))
                    && statement.resources().stream().anyMatch(r -> r.mayMatch(Types.STREAM))) {
                findings.add(misplaced(policy, statement, items, "a stream", ""));
            }
            return findings;
        }

        private Finding misplaced(
                LintedPolicy policy,
                LintedStatement statement,
                List<Element> actions,
                String where,
                String below) {
            Set<String> resources = new LinkedHashSet<>();
            for (ResourcePattern resource : statement.resources()) {
                if (resource.isOfDynamoDb() && resource.part(5).startsWith("table/")) {
                    resources.add(resource.table() + below);
                }
            }
            return finding(
                            actions.getFirst(),
                            Element.names(actions)
                                    + (actions.size() == 1 ? " is" : " are")
                                    + " granted on "
                                    + where
                                    + ", but checked on "
                                    + (below.isEmpty() ? "the table" : "its stream"))
                    .at(actions)
                    .with(
                            split(
                                    policy,
                                    statement,
                                    actions.stream().map(Element::text).toList(),
                                    own -> own.list("Resource", resources),
                                    below.isEmpty() ? "OnTables" : "OnStreams"));
        }
    },

    RESTORE_WITHOUT_TARGET(
            "DDB-RES-007",
            Severity.WARNING,
            "a restore without the rights on its target table",
            "A restore writes a new table and needs BatchWriteItem, DeleteItem, GetItem, PutItem,"
                    + " Query, Scan and UpdateItem on that table, under its new name: the name of the"
                    + " source is taken as long as the source exists.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            List<Element> restores = statement.naming(RESTORES);
            if (statement.denies() || restores.isEmpty()) {
                return List.of();
            }
            List<String> missing =
                    RESTORE_NEEDS.stream()
                            .filter(
                                    action ->
                                            !policy.allows(
                                                    "dynamodb:" + action,
                                                    r -> r.mayMatch(Types.TABLE)))
                            .toList();
            if (missing.isEmpty()) {
                return List.of();
            }
            Set<String> targets = new LinkedHashSet<>();
            for (ResourcePattern resource : statement.plainResources()) {
                String table = resource.table();
                targets.add(
                        resource.isEverything() || table.endsWith("*")
                                ? table
                                : table + "-restored");
            }
            Draft target =
                    Draft.statement(policy.freshSid("RestoreTarget", ""), "Allow")
                            .list(
                                    "Action",
                                    RESTORE_NEEDS.stream().map(a -> "dynamodb:" + a).toList())
                            .list("Resource", targets.isEmpty() ? List.of("*") : targets);
            return List.of(
                    finding(
                                    restores.getFirst(),
                                    Element.names(restores)
                                            + (restores.size() == 1 ? " fails:" : " fail:")
                                            + " no table is granted "
                                            + Element.listed(missing)
                                            + ", which the target of a restore needs")
                            .at(restores)
                            .with(policy.isIdentityPolicy() ? policy.adding(target) : null));
        }
    },

    REPLICA_IN_ONE_REGION(
            "DDB-RES-008",
            Severity.INFO,
            "replica actions fixed to a single region",
            "Adding or removing a replica is checked in the replica's region too; an ARN with one"
                    + " region in it cannot grant that.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            List<Element> replicas = statement.naming(REPLICA_ACTIONS);
            Set<String> regions = new LinkedHashSet<>();
            statement.plainResources().forEach(resource -> regions.add(resource.part(3)));
            if (statement.denies()
                    || replicas.isEmpty()
                    || regions.size() != 1
                    || regions.iterator().next().matches(".*[*?].*|")) {
                return List.of();
            }
            List<String> everywhere =
                    statement.resources().stream().map(r -> r.withRegion("*")).toList();
            return List.of(
                    finding(
                                    replicas.getFirst(),
                                    Element.names(replicas)
                                            + (replicas.size() == 1 ? " is" : " are")
                                            + " granted in "
                                            + regions.iterator().next()
                                            + " only; a replica is in another region")
                            .at(replicas)
                            .with(
                                    split(
                                            policy,
                                            statement,
                                            replicas.stream().map(Element::text).toList(),
                                            own -> own.list("Resource", everywhere),
                                            "Replicas")));
        }
    },

    ALLOW_WITH_NOT_RESOURCE(
            "DDB-RES-009",
            Severity.WARNING,
            "Allow with NotResource",
            "It allows the actions on everything that is not listed, also on what will be made"
                    + " later. List what is allowed, or deny what is not.") {
        @Override
        List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context) {
            if (statement.denies() || !statement.notResource()) {
                return List.of();
            }
            Draft allow =
                    Draft.of(statement.json())
                            .without("NotResource")
                            .list("Resource", List.of("*"));
            Draft deny =
                    Draft.of(statement.json())
                            .put("Effect", Draft.text("Deny"))
                            .sid(policy.freshSid(statement.sid(), "Except"))
                            .without("NotResource")
                            .list("Resource", statement.resourceTexts());
            return List.of(
                    info().finding(
                                    statement.positionOf("Resource"),
                                    "allows the actions on everything but "
                                            + Element.listed(statement.resourceTexts()))
                            .with(policy.replacing(statement, allow, deny)));
        }
    };

    /** An ARN of DynamoDB without region and account. */
    private static final Pattern EMPTY_PARTS = Pattern.compile("^(arn:[^:]*:dynamodb:)::(.*)");

    private static final List<String> INDEX_READS = List.of("Query", "Scan", "PartiQLSelect");
    private static final Set<String> STREAM_READS =
            Set.of("DescribeStream", "GetRecords", "GetShardIterator");
    private static final Set<String> ITEM_ACTIONS =
            Set.of(
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
    private static final Set<String> RESTORES =
            Set.of(
                    "RestoreTableFromBackup",
                    "RestoreTableToPointInTime",
                    "RestoreTableFromAwsBackup");
    private static final List<String> RESTORE_NEEDS =
            List.of(
                    "BatchWriteItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Scan",
                    "UpdateItem");
    private static final Set<String> REPLICA_ACTIONS =
            Set.of(
                    "AssociateTableReplica",
                    "CreateGlobalTableWitness",
                    "CreateTableReplica",
                    "DeleteGlobalTableWitness",
                    "DeleteTableReplica");
    private static final Set<String> SUB_TYPES =
            Set.of("index", "stream", "backup", "export", "import");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final RuleInfo info;

    ResourceRules(String id, Severity severity, String title, String why) {
        this.info = new RuleInfo(id, severity, title, why);
    }

    @Override
    public RuleInfo info() {
        return info;
    }

    @Override
    public List<Finding> check(LintedPolicy policy, LintContext context) {
        return policy.statements().stream()
                .flatMap(statement -> of(policy, statement, context).stream())
                .toList();
    }

    abstract List<Finding> of(LintedPolicy policy, LintedStatement statement, LintContext context);

    Finding finding(Element at, String message) {
        return info.finding(at.position(), message);
    }

    private static boolean reaches(LintedStatement statement, ServiceAction action) {
        return action.resources().stream()
                .anyMatch(
                        use ->
                                statement.resources().stream()
                                        .anyMatch(resource -> resource.mayMatch(use.type())));
    }

    /** Returns the resources, each {@code T/*} with its table in front. */
    private static List<String> withTables(LintedStatement statement) {
        return statement.resources().stream()
                .flatMap(
                        resource ->
                                resource.belowTable().isEmpty()
                                        ? Stream.of(resource.text())
                                        : Stream.of(resource.table(), resource.text()))
                .distinct()
                .toList();
    }

    /** Gives some entries of a statement a statement of their own, or changes it when all move. */
    private static Correction split(
            LintedPolicy policy,
            LintedStatement statement,
            List<String> moved,
            UnaryOperator<Draft> change,
            String ending) {
        List<String> left =
                statement.actionTexts().stream().filter(text -> !moved.contains(text)).toList();
        Draft own = change.apply(Draft.of(statement.json()).list("Action", moved));
        if (left.isEmpty()) {
            return policy.replacing(statement, own);
        }
        own.sid(policy.freshSid(statement.sid(), ending));
        return policy.replacing(statement, Draft.of(statement.json()).list("Action", left), own);
    }
}
