package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.Lookup;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.Reasoner;
import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.proof.ProofRules.AccessTest;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.condition.Glob;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tests of access-tests.yaml. They are checked themselves, and what one of them expects
 * outright is no finding elsewhere: an expected crossing is an exception that somebody wrote down.
 */
final class Expectations {
    private final AccessSnapshot snapshot;
    private final Reasoner reasoner;
    private final Lookup lookup;
    private final List<AccessTest> tests;

    Expectations(
            AccessSnapshot snapshot, Reasoner reasoner, String region, List<AccessTest> tests) {
        this.snapshot = snapshot;
        this.reasoner = reasoner;
        this.lookup = new Lookup(snapshot, region);
        this.tests = tests;
    }

    /** Whether a test expects that this is allowed. */
    boolean allow(Cell cell) {
        return expects(true, cell.who(), cell.action().fullName(), cell.on());
    }

    /** Whether a test expects that this is denied. */
    boolean deny(PrincipalFacts who, String action, Resource on) {
        return expects(false, who, action, on);
    }

    private boolean expects(boolean allow, PrincipalFacts who, String action, Resource on) {
        for (AccessTest test : tests) {
            if (test.allow() == allow
                    && ProofRules.name(test.principals(), who)
                    && test.actions().stream().anyMatch(pattern -> actionMatches(pattern, action))
                    && test.resources().stream().anyMatch(pattern -> matches(pattern, on))) {
                return true;
            }
        }
        return false;
    }

    private static boolean actionMatches(String pattern, String action) {
        return ActionCatalog.get().matching(pattern).stream()
                .anyMatch(known -> known.fullName().equals(action));
    }

    private static boolean matches(String pattern, Resource on) {
        Glob glob = Glob.of(pattern);
        return glob.matches(on.arn()) || glob.matches(on.shortName());
    }

    List<Check> checks() {
        return tests.stream().map(this::check).toList();
    }

    private Check check(AccessTest test) {
        List<Finding> findings = new ArrayList<>();
        List<PrincipalFacts> principals =
                snapshot.principals().stream()
                        .filter(who -> ProofRules.name(test.principals(), who))
                        .toList();
        int asked = 0;
        for (String pattern : test.principals()) {
            if (principals.stream().noneMatch(who -> ProofRules.name(pattern, who))) {
                findings.add(nothing(test, "no user and no role is called " + pattern));
            }
        }
        for (PrincipalFacts who : principals) {
            asked += ask(test, who, findings);
        }
        if (asked == 0 && findings.isEmpty()) {
            findings.add(nothing(test, "none of its actions is ever checked on its resources"));
        }
        return new Check(
                Check.Group.EXPECTATIONS, test.name(), test.at() + ": " + claim(test), findings);
    }

    private static String claim(AccessTest test) {
        return test.allow() ? "is allowed" : "is denied";
    }

    /** Asks all questions of a test about one principal; returns how many. */
    private int ask(AccessTest test, PrincipalFacts who, List<Finding> findings) {
        int asked = 0;
        for (String pattern : test.resources()) {
            Set<Resource> resources = resources(pattern);
            if (resources.isEmpty()) {
                findings.add(nothing(test, "there is no resource " + pattern));
            }
            for (ServiceAction action : actions(test)) {
                for (Resource on : resources) {
                    Resource checked = checkedOn(action, on);
                    if (checked != null) {
                        asked++;
                        Answer answer =
                                reasoner.ask(who, action.fullName(), checked, test.context());
                        Finding finding = judge(test, who, action, checked, answer);
                        if (finding != null) {
                            findings.add(finding);
                        }
                    }
                }
            }
        }
        return asked;
    }

    private static List<ServiceAction> actions(AccessTest test) {
        Set<ServiceAction> actions = new LinkedHashSet<>();
        test.actions().forEach(pattern -> actions.addAll(ActionCatalog.get().matching(pattern)));
        return List.copyOf(actions);
    }

    private Set<Resource> resources(String pattern) {
        if (Glob.of(pattern).isLiteral() || pattern.equals("*")) {
            Set<Resource> one = new LinkedHashSet<>();
            try {
                one.add(lookup.resource(pattern));
            } catch (Lookup.UnknownName e) {
                // Reported as a resource that does not exist.
            }
            return one;
        }
        Set<Resource> all = new LinkedHashSet<>();
        snapshot.resources().stream().filter(on -> matches(pattern, on)).forEach(all::add);
        return all;
    }

    private @Nullable Resource checkedOn(ServiceAction action, Resource on) {
        try {
            if (on.kind() == Resource.Kind.EVERYTHING && !action.resources().isEmpty()) {
                return null;
            }
            return action.resources().isEmpty() || on.table() == null
                    ? lookup.resource(action, on.arn())
                    : action.isOn(on.kind().typeName()) ? on : null;
        } catch (Lookup.UnknownName e) {
            return null;
        }
    }

    private static @Nullable Finding judge(
            AccessTest test, PrincipalFacts who, ServiceAction action, Resource on, Answer answer) {
        boolean asExpected =
                switch (answer) {
                    case Answer.Yes _ -> test.allow();
                    case Answer.No _ -> !test.allow();
                    case Answer.Depends _ -> false;
                };
        if (asExpected) {
            return null;
        }
        String is =
                switch (answer) {
                    case Answer.Yes _ -> "is allowed";
                    case Answer.No _ -> "is denied";
                    case Answer.Depends(_, var keys) ->
                            "depends on " + String.join(", ", keys) + ": set them under context:";
                };
        return Finding.of(
                Finding.Kind.UNEXPECTED,
                who.shortName(),
                test.name()
                        + ": "
                        + action.fullName()
                        + " on "
                        + on.shortName()
                        + " by "
                        + who.shortName()
                        + " "
                        + is,
                List.of(action.fullName()),
                List.of(on.shortName()),
                Wording.statements(answer.statements(), who),
                null,
                null);
    }

    private static Finding nothing(AccessTest test, String why) {
        return Finding.of(
                Finding.Kind.UNEXPECTED,
                String.join(", ", test.principals()),
                test.name() + ": tests nothing: " + why,
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
