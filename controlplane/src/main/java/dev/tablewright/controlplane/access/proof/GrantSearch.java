package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.policy.Arn;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Effect;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.condition.Glob;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds grants that have no effect, or that stop half way. */
final class GrantSearch {
    /** What reads a table reads its indexes too, or the application meets the difference. */
    private static final List<String> READS_OF_INDEXES = List.of("dynamodb:Query", "dynamodb:Scan");

    private final AccessSnapshot snapshot;
    private final Environments environments;
    private final Expectations expectations;
    private final Reasoner reasoner;
    private final List<String> notes;

    /**
     * Makes a search.
     *
     * @param notes takes what is worth a word and no finding
     */
    GrantSearch(
            AccessSnapshot snapshot,
            Environments environments,
            Expectations expectations,
            Reasoner reasoner,
            List<String> notes) {
        this.snapshot = snapshot;
        this.environments = environments;
        this.expectations = expectations;
        this.reasoner = reasoner;
        this.notes = notes;
    }

    Check check(PrincipalFacts who) {
        List<Finding> findings = new ArrayList<>();
        for (AttachedPolicy policy : who.policies().identity()) {
            for (int i = 0; i < policy.document().statements().size(); i++) {
                findings.addAll(withoutEffect(who, new StatementRef(policy, i)));
            }
        }
        findings.addAll(incomplete(who));
        return new Check(
                Check.Group.GRANTS, who.shortName(), "every grant has an effect", findings);
    }

    /** Why an action of a statement has no effect. */
    private sealed interface Reason {
        /** It is checked on other kinds of resource than the statement reaches. */
        record Kinds(List<String> kinds) implements Reason {}

        /** Its conditions are not met by anything there. */
        record Conditions() implements Reason {}

        /** Something else denies it. */
        record Overruled(List<String> by) implements Reason {}
    }

    private List<Finding> withoutEffect(PrincipalFacts who, StatementRef statement) {
        Statement.Source source = statement.statement().source();
        List<ServiceAction> actions = listed(source);
        if (source.effect() != Effect.ALLOW || actions.isEmpty()) {
            return List.of();
        }
        List<Resource> reached =
                snapshot.resources().stream().filter(on -> reaches(statement, who, on)).toList();
        if (reached.isEmpty() && !source.resources().contains("*")) {
            notes.add(nothingThere(who, statement));
            return List.of();
        }
        Map<Reason, List<ServiceAction>> idle = new LinkedHashMap<>();
        for (ServiceAction action : actions) {
            Reason reason = reason(who, statement, action, reached);
            if (reason != null) {
                idle.computeIfAbsent(reason, _ -> new ArrayList<>()).add(action);
            }
        }
        List<Finding> findings = new ArrayList<>();
        idle.forEach(
                (reason, without) ->
                        findings.add(finding(who, statement, reason, without, reached)));
        return findings;
    }

    /** DynamoDB's actions that the statement names one by one; a wildcard promises less. */
    private static List<ServiceAction> listed(Statement.Source source) {
        if (source.notAction()) {
            return List.of();
        }
        return source.actions().stream()
                .map(ActionCatalog.get()::find)
                .flatMap(Optional::stream)
                .filter(action -> action.service().equals("dynamodb"))
                .distinct()
                .toList();
    }

    private static boolean reaches(StatementRef statement, PrincipalFacts who, Resource on) {
        return statement.statement().source().notResource()
                || !Wording.covering(statement, who, on).isEmpty();
    }

    /** Worth a word and no finding: the tables may come later, or be in another region. */
    private String nothingThere(PrincipalFacts who, StatementRef statement) {
        SortedSet<String> elsewhere = new TreeSet<>();
        for (String resource : statement.statement().source().resources()) {
            Arn arn = Arn.parse(resource);
            if (arn != null
                    && !arn.region().isEmpty()
                    && snapshot.regions().stream().noneMatch(Glob.of(arn.region())::matches)) {
                elsewhere.add(arn.region());
            }
        }
        return elsewhere.isEmpty()
                ? who.shortName()
                        + ": "
                        + Wording.statement(statement, who)
                        + " grants on nothing that exists: "
                        + String.join(", ", statement.statement().source().resources())
                : "policies also speak of "
                        + String.join(", ", elsewhere)
                        + ", where nobody looked: add --region";
    }

    private @Nullable Reason reason(
            PrincipalFacts who,
            StatementRef statement,
            ServiceAction action,
            List<Resource> reached) {
        List<Resource> candidates = candidates(action, reached);
        boolean covered = false;
        for (Resource on : candidates) {
            if (reasoner.covers(statement, who, action.fullName(), on)) {
                covered = true;
                if (reasoner.ask(who, action.fullName(), on).possible()) {
                    return null;
                }
            }
        }
        if (covered) {
            return new Reason.Overruled(overruling(who, action, candidates));
        }
        if (action.resources().isEmpty()) {
            return new Reason.Kinds(List.of());
        }
        return candidates.isEmpty()
                ? new Reason.Kinds(
                        action.resources().stream().map(use -> use.type().name()).toList())
                : new Reason.Conditions();
    }

    private List<Resource> candidates(ServiceAction action, List<Resource> reached) {
        if (!action.resources().isEmpty()) {
            return reached.stream().filter(on -> action.isOn(on.kind().typeName())).toList();
        }
        if (!action.name().equals("ListTables")) {
            return List.of(Resource.EVERYTHING);
        }
        return snapshot.tables().stream()
                .map(table -> table.arn().substring(0, table.arn().indexOf("/") + 1) + "*")
                .distinct()
                .map(arn -> new Resource(arn, Resource.Kind.EVERYTHING, null, false))
                .toList();
    }

    private List<String> overruling(
            PrincipalFacts who, ServiceAction action, List<Resource> candidates) {
        for (Resource on : candidates) {
            if (reasoner.ask(who, action.fullName(), on) instanceof Answer.No no) {
                List<String> by = Wording.statements(no.statements(), who);
                if (!by.isEmpty()) {
                    return by;
                }
            }
        }
        AttachedPolicy boundary = who.policies().boundary();
        return boundary == null
                ? List.of()
                : List.of("the permissions boundary " + boundary.name());
    }

    private static Finding finding(
            PrincipalFacts who,
            StatementRef statement,
            Reason reason,
            List<ServiceAction> actions,
            List<Resource> reached) {
        List<String> names = actions.stream().map(ServiceAction::fullName).toList();
        String few = actions.size() == 1 ? names.getFirst() + " is" : names.size() + " actions are";
        return switch (reason) {
            case Reason.Kinds(var kinds) when kinds.isEmpty() ->
                    withoutEffect(
                            who,
                            statement,
                            few + " granted on resources, but checked on * only",
                            names,
                            reached,
                            null,
                            "put "
                                    + String.join(", ", names)
                                    + " into a statement of its own with \"Resource\": \"*\"");
            case Reason.Kinds(var kinds) ->
                    withoutEffect(
                            who,
                            statement,
                            few
                                    + " granted, and "
                                    + "no "
                                    + String.join(" or ", kinds)
                                    + " is"
                                    + " reached",
                            names,
                            reached,
                            whyOnlyBelow(statement, who, reached, kinds),
                            tableArns(reached, kinds));
            case Reason.Conditions _ ->
                    withoutEffect(
                            who,
                            statement,
                            few + " granted under a condition that nothing there meets",
                            names,
                            reached,
                            null,
                            null);
            case Reason.Overruled(var by) ->
                    withoutEffect(
                            who,
                            statement,
                            few
                                    + " granted and taken back"
                                    + (by.isEmpty() ? "" : " by " + String.join(", ", by)),
                            names,
                            reached,
                            null,
                            null);
        };
    }

    private static @Nullable String whyOnlyBelow(
            StatementRef statement,
            PrincipalFacts who,
            List<Resource> reached,
            List<String> kinds) {
        if (!kinds.contains("table") || reached.isEmpty()) {
            return null;
        }
        return "they are checked on the table itself, and "
                + String.join(", ", Wording.covering(statement, who, reached.getFirst()))
                + " covers only what lies below it: "
                + reached.stream()
                        .map(on -> on.kind().typeName())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String tableArns(List<Resource> reached, List<String> kinds) {
        if (!kinds.contains("table")) {
            return null;
        }
        SortedSet<String> arns =
                reached.stream()
                        .map(Resource::table)
                        .filter(Objects::nonNull)
                        .map(TableFacts::arn)
                        .collect(Collectors.toCollection(TreeSet::new));
        return arns.isEmpty() ? null : "add to its Resource: " + String.join(", ", arns);
    }

    private static Finding withoutEffect(
            PrincipalFacts who,
            StatementRef statement,
            String sentence,
            List<String> actions,
            List<Resource> reached,
            @Nullable String because,
            @Nullable String advice) {
        SortedSet<String> tables =
                reached.stream()
                        .map(Resource::table)
                        .filter(Objects::nonNull)
                        .map(TableFacts::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        return Finding.of(
                Finding.Kind.GRANT_WITHOUT_EFFECT,
                who.shortName(),
                who.shortName() + ": " + sentence,
                actions,
                tables,
                List.of(Wording.statement(statement, who)),
                because,
                advice);
    }

    private List<Finding> incomplete(PrincipalFacts who) {
        List<Finding> findings = new ArrayList<>();
        for (TableFacts table : snapshot.tables()) {
            String there = environments.of(table);
            if (there == null || environments.of(who).contains(there)) {
                findings.addAll(incomplete(who, table));
            }
        }
        return findings;
    }

    private List<Finding> incomplete(PrincipalFacts who, TableFacts table) {
        SortedSet<String> tableOnly = new TreeSet<>();
        SortedSet<String> indexOnly = new TreeSet<>();
        SortedSet<String> indexes = new TreeSet<>();
        SortedSet<String> granted = new TreeSet<>();
        for (String action : READS_OF_INDEXES) {
            Answer onTable = reasoner.ask(who, action, table.resource());
            for (String name : table.indexes()) {
                Resource index = table.index(name);
                Answer onIndex = reasoner.ask(who, action, index);
                if (onTable.possible() == onIndex.possible()
                        || expectations.deny(
                                who, action, onTable.possible() ? index : table.resource())) {
                    continue;
                }
                indexes.add(index.shortName());
                (onTable.possible() ? tableOnly : indexOnly).add(action);
                granted.addAll(
                        Wording.statements(
                                (onTable.possible() ? onTable : onIndex).statements(), who));
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (!tableOnly.isEmpty()) {
            findings.add(
                    incomplete(
                            who,
                            "may query " + table.name() + ", but not its indexes",
                            tableOnly,
                            indexes,
                            granted,
                            "add to its Resource: " + table.arn() + "/index/*"));
        }
        if (!indexOnly.isEmpty()) {
            findings.add(
                    incomplete(
                            who,
                            "may query indexes of " + table.name() + ", but not the table",
                            indexOnly,
                            new TreeSet<>(List.of(table.name())),
                            granted,
                            "add to its Resource: " + table.arn()));
        }
        return findings;
    }

    private static Finding incomplete(
            PrincipalFacts who,
            String sentence,
            SortedSet<String> actions,
            SortedSet<String> resources,
            SortedSet<String> granted,
            String advice) {
        return Finding.of(
                Finding.Kind.GRANT_INCOMPLETE,
                who.shortName(),
                who.shortName() + " " + sentence,
                actions,
                resources,
                List.copyOf(granted),
                "a request that names an index is checked on the index alone, one that names none"
                        + " on the table alone",
                advice + "; or expect: deny in access-tests.yaml, if it is meant so");
    }
}
