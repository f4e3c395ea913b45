package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.controlplane.access.proof.Trial.Outcome;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.policy.catalog.AccessLevel;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Crosses every principal with every action and every table, index, stream and backup, and says
 * where an environment's border is crossed, where a grant does not work, and where the target does
 * not decide as reasoning says.
 */
public final class Prover {
    private final AccessSnapshot snapshot;
    private final Environments environments;
    private final Reasoner reasoner = new Reasoner();
    private final Expectations expectations;
    private final List<DesiredState> declared;
    private final List<String> notes = new ArrayList<>();

    /**
     * Makes a prover.
     *
     * @param region of tables that the rules name and that do not exist
     * @param declared values whose grants are to work
     */
    public Prover(
            AccessSnapshot snapshot, ProofRules rules, String region, List<DesiredState> declared) {
        this.snapshot = snapshot;
        this.declared = List.copyOf(declared);
        this.environments = new Environments(snapshot, rules, declared);
        this.expectations = new Expectations(snapshot, reasoner, region, rules.tests());
    }

    /** Whether there is any border to be crossed. */
    public boolean hasEnvironments() {
        return !environments.names().isEmpty();
    }

    /** Runs the expectations alone. */
    public Proof tests() {
        return proof(expectations.checks(), 0, null);
    }

    /**
     * Proves everything.
     *
     * @param trial puts questions to the target; null for reasoning alone
     */
    public Proof prove(@Nullable Trial trial) throws InterruptedException {
        Map<PrincipalFacts, List<Cell>> cells = new HashMap<>();
        List<Cell> all = new ArrayList<>();
        for (PrincipalFacts who : judged()) {
            List<Cell> ofPrincipal = cells(who);
            cells.put(who, ofPrincipal);
            all.addAll(ofPrincipal);
        }
        Trial.Outcomes tried = trial == null ? null : trial.attempt(all);
        Map<Cell, Outcome> outcomes = tried == null ? Map.of() : tried.outcomes();
        var borders =
                new BorderSearch(
                        environments, expectations, crossing -> allowed(crossing, outcomes));
        var grants = new GrantSearch(snapshot, environments, expectations, reasoner, notes);
        List<Check> checks = new ArrayList<>();
        for (PrincipalFacts who : judged()) {
            checks.add(borders.check(who, cells.getOrDefault(who, List.of())));
        }
        for (PrincipalFacts who : judged()) {
            if (!who.policies().identity().isEmpty()) {
                checks.add(grants.check(who));
            }
        }
        for (DesiredState state : declared) {
            checks.addAll(new DeclaredGrants(snapshot, reasoner).checks(state));
        }
        checks.addAll(expectations.checks());
        if (tried != null) {
            for (PrincipalFacts who : judged()) {
                checks.add(agreement(who, cells.getOrDefault(who, List.of()), tried));
            }
            notes.addAll(tried.notes());
        }
        return proof(checks, all.size(), tried);
    }

    private List<PrincipalFacts> judged() {
        return snapshot.principals().stream()
                .filter(who -> !environments.isAdministrator(who) && !who.serviceLinked())
                .toList();
    }

    /** Without lists of names: AWS gives those for a whole account, and they touch nothing. */
    private List<Cell> cells(PrincipalFacts who) {
        List<Cell> cells = new ArrayList<>();
        for (ServiceAction action : ActionCatalog.get().ofService("dynamodb")) {
            for (Resource on : snapshot.resources()) {
                if (action.level() != AccessLevel.LIST && action.isOn(on.kind().typeName())) {
                    cells.add(new Cell(who, action, on, reasoner.ask(who, action.fullName(), on)));
                }
            }
        }
        return cells;
    }

    private static int allowed(List<Cell> cells, Map<Cell, Outcome> outcomes) {
        return (int) cells.stream().filter(c -> outcomes.get(c) == Outcome.ALLOWED).count();
    }

    private static Check agreement(PrincipalFacts who, List<Cell> cells, Trial.Outcomes tried) {
        List<Finding> findings = new ArrayList<>();
        for (Cell cell : cells) {
            Outcome outcome = tried.outcomes().get(cell);
            if (outcome != null && contradicts(outcome, cell.answer())) {
                findings.add(disagreement(cell, outcome, tried.how()));
            }
        }
        return new Check(
                Check.Group.AGREEMENT,
                who.shortName(),
                tried.how() + " agree with reasoning",
                findings);
    }

    private static boolean contradicts(Outcome outcome, Answer answer) {
        return switch (answer) {
            case Answer.Yes _ -> outcome == Outcome.DENIED;
            case Answer.No _ -> outcome == Outcome.ALLOWED;
            // Either answer fits what is not known.
            case Answer.Depends _ -> false;
        };
    }

    private static Finding disagreement(Cell cell, Outcome outcome, String how) {
        return Finding.of(
                Finding.Kind.DISAGREEMENT,
                cell.who().shortName(),
                cell.action().fullName()
                        + " on "
                        + cell.on().shortName()
                        + " by "
                        + cell.who().shortName()
                        + ": reasoning says "
                        + (cell.answer().possible() ? "allowed" : "denied")
                        + ", "
                        + how
                        + " say "
                        + outcome.name().toLowerCase(Locale.ROOT),
                List.of(cell.action().fullName()),
                List.of(cell.on().shortName()),
                Wording.statements(cell.answer().statements(), cell.who()),
                null,
                "something that is not seen here takes part in the decision");
    }

    private Proof proof(List<Check> checks, int questions, Trial.@Nullable Outcomes tried) {
        Map<String, SortedSet<String>> principals = new TreeMap<>();
        for (PrincipalFacts who : judged()) {
            SortedSet<String> home = environments.of(who);
            for (String name : home.isEmpty() ? new TreeSet<>(List.of("")) : home) {
                principals.computeIfAbsent(name, _ -> new TreeSet<>()).add(who.shortName());
            }
        }
        Map<String, SortedSet<String>> tables = new TreeMap<>();
        for (TableFacts table : snapshot.tables()) {
            String home = environments.of(table);
            tables.computeIfAbsent(home == null ? "" : home, _ -> new TreeSet<>())
                    .add(table.name());
        }
        List<String> serviceLinked =
                snapshot.principals().stream()
                        .filter(PrincipalFacts::serviceLinked)
                        .map(PrincipalFacts::shortName)
                        .toList();
        if (!serviceLinked.isEmpty()) {
            notes.add("AWS acts by these roles, which were not judged: " + serviceLinked);
        }
        return new Proof(
                principals,
                tables,
                snapshot.principals().stream()
                        .filter(environments::isAdministrator)
                        .map(PrincipalFacts::shortName)
                        .toList(),
                checks,
                questions,
                tried == null ? Proof.Asked.NOTHING : asked(tried),
                tried == null ? new TreeSet<>() : tried.untried(),
                notes.stream().distinct().toList(),
                snapshot.unseen());
    }

    private static Proof.Asked asked(Trial.Outcomes tried) {
        Map<Boolean, Long> unclear =
                tried.outcomes().values().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        outcome -> outcome == Outcome.UNCLEAR,
                                        Collectors.counting()));
        return new Proof.Asked(
                tried.how(),
                unclear.getOrDefault(false, 0L).intValue(),
                unclear.getOrDefault(true, 0L).intValue());
    }
}
