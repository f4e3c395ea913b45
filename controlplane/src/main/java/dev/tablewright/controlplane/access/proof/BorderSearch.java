package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.Answer;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.policy.Decision.StatementRef;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** Finds who reaches what belongs to another environment. */
final class BorderSearch {
    private final Environments environments;
    private final Expectations expectations;
    private final ToIntFunction<List<Cell>> confirmed;

    /**
     * Makes a search.
     *
     * @param confirmed how many of some cells a request confirmed
     */
    BorderSearch(
            Environments environments,
            Expectations expectations,
            ToIntFunction<List<Cell>> confirmed) {
        this.environments = environments;
        this.expectations = expectations;
        this.confirmed = confirmed;
    }

    /** What goes into one finding. */
    private record Key(Set<StatementRef> by, Set<String> keys) {}

    Check check(PrincipalFacts who, List<Cell> cells) {
        Map<Key, List<Cell>> crossing = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (foreign(cell) != null && cell.answer().possible() && !expectations.allow(cell)) {
                Set<String> keys =
                        cell.answer() instanceof Answer.Depends(_, var open) ? open : Set.of();
                crossing.computeIfAbsent(
                                new Key(Set.copyOf(cell.answer().statements()), keys),
                                _ -> new ArrayList<>())
                        .add(cell);
            }
        }
        List<Finding> findings = new ArrayList<>();
        crossing.forEach((key, there) -> findings.add(finding(who, key, there)));
        SortedSet<String> home = environments.of(who);
        return new Check(
                Check.Group.BORDERS,
                who.shortName(),
                home.isEmpty()
                        ? "is of no environment and reaches none"
                        : "stays inside " + String.join(" and ", home),
                findings);
    }

    private @Nullable String foreign(Cell cell) {
        if (cell.on().table() == null) {
            return null;
        }
        String there = environments.of(cell.on().table());
        return there == null || environments.of(cell.who()).contains(there) ? null : there;
    }

    private Finding finding(PrincipalFacts who, Key key, List<Cell> cells) {
        SortedSet<String> home = environments.of(who);
        SortedSet<String> tables = new TreeSet<>();
        SortedSet<String> actions = new TreeSet<>();
        SortedSet<String> resources = new TreeSet<>();
        for (Cell cell : cells) {
            tables.add(
                    Objects.requireNonNull(cell.on().table()).name() + " (" + foreign(cell) + ")");
            actions.add(cell.action().fullName());
            resources.add(cell.on().shortName());
        }
        String sentence =
                who.shortName()
                        + (home.isEmpty()
                                ? ", of no environment,"
                                : " of " + String.join(" and ", home))
                        + " reaches "
                        + String.join(", ", tables)
                        + (key.keys().isEmpty()
                                ? ""
                                : ", depending on " + String.join(", ", key.keys()));
        String because =
                key.by().stream()
                        .map(statement -> Wording.because(statement, who, cells.getFirst().on()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return Finding.of(
                        Finding.Kind.CROSSES_BORDER,
                        who.shortName(),
                        sentence,
                        actions,
                        resources,
                        Wording.statements(key.by(), who),
                        because,
                        home.isEmpty()
                                ? "take the grant away; or, if it may go everywhere, say so under"
                                        + " administrators: in access-tests.yaml"
                                : advice(who, key.by()))
                .confirmedBy(confirmed.applyAsInt(cells));
    }

    private @Nullable String advice(PrincipalFacts who, Set<StatementRef> by) {
        boolean variable =
                by.stream()
                        .flatMap(statement -> statement.statement().source().resources().stream())
                        .anyMatch(resource -> resource.contains("${"));
        if (variable) {
            return "name the tables whole instead of by a beginning, or compare the table's tag"
                    + " with the user in a condition (aws:ResourceTag/owner, ${aws:username}); a"
                    + " permissions boundary holds whatever else is attached";
        }
        return environments.of(who).isEmpty()
                ? null
                : "name in its Resource the tables of "
                        + String.join(" and ", environments.of(who))
                        + " only";
    }
}
