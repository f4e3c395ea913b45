package dev.tablewright.controlplane.adoption;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.Step.Differs;
import dev.tablewright.controlplane.plan.Step.Refuse;
import dev.tablewright.controlplane.plan.Step.SetTags;
import dev.tablewright.controlplane.values.ManagementPolicies;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How existing tables become a release's. Nothing about a table changes but the tags that say whose
 * it is; what else differs from the values stays until the values are applied.
 *
 * @param refusals why some cannot be taken over; then none is
 * @param differences between the tables and the values, as {@code drift} will say them afterwards
 * @param steps at most one for each table
 * @param already tables that are the release's own and need no step
 */
public record Adoption(
        List<Refuse> refusals,
        List<Differs> differences,
        List<SetTags> steps,
        List<DesiredTable> already) {
    /** Copies the lists. */
    public Adoption {
        refusals = List.copyOf(refusals);
        differences = List.copyOf(differences);
        steps = List.copyOf(steps);
        already = List.copyOf(already);
    }

    /** A table that the values do not have. */
    public static final class NotInValues extends Exception {
        private static final long serialVersionUID = 1L;

        NotInValues(String sentence) {
            super(sentence);
        }
    }

    /** Returns what is to be done. */
    public Plan plan() {
        return new Plan(List.copyOf(steps), List.of());
    }

    /**
     * Works it out. Pure.
     *
     * @param names of tables, each as in the values or as in AWS
     * @throws NotInValues naming the first that the values do not have
     */
    public static Adoption of(DesiredState desired, ObservedState observed, List<String> names)
            throws NotInValues {
        Set<DesiredTable> chosen = new LinkedHashSet<>();
        for (String name : names) {
            chosen.addAll(called(name, desired));
        }
        List<Refuse> refusals = new ArrayList<>();
        List<SetTags> steps = new ArrayList<>();
        List<DesiredTable> already = new ArrayList<>();
        Plan plan = Planner.plan(adopting(desired, chosen), observed);
        for (DesiredTable table : chosen) {
            ObservedTable there = observed.tables().get(table.address());
            if (there == null) {
                refusals.add(refuse(table, "does not exist; apply creates it"));
            } else if (table.managementPolicies() == ManagementPolicies.OBSERVE) {
                refusals.add(
                        refuse(
                                table,
                                "is only observed by the values; write managementPolicies: Control"
                                        + " to take it over"));
            } else {
                List<Refuse> ofTable = about(table, plan.only(Refuse.class));
                refusals.addAll(ofTable);
                if (ofTable.isEmpty()) {
                    ownership(table, there, plan, steps, already);
                }
            }
        }
        return new Adoption(
                refusals,
                refusals.isEmpty() ? differences(desired, observed, chosen) : List.of(),
                refusals.isEmpty() ? steps : List.of(),
                already);
    }

    private static List<DesiredTable> called(String name, DesiredState desired) throws NotInValues {
        List<DesiredTable> found =
                desired.tables().stream()
                        .filter(
                                table ->
                                        table.logicalName().equals(name)
                                                || table.address().name().equals(name))
                        .toList();
        if (found.isEmpty()) {
            throw new NotInValues(
                    "the values have no table "
                            + name
                            + "; they have "
                            + (desired.tables().isEmpty()
                                    ? "none"
                                    : desired.tables().stream()
                                            .map(DesiredTable::logicalName)
                                            .collect(Collectors.joining(", "))));
        }
        return found;
    }

    private static DesiredState adopting(DesiredState desired, Set<DesiredTable> chosen) {
        return desired.withTables(
                desired.tables().stream()
                        .map(table -> chosen.contains(table) ? table.adopted() : table)
                        .toList());
    }

    private static Refuse refuse(DesiredTable table, String reason) {
        return new Refuse(subject(table), reason);
    }

    private static String subject(DesiredTable table) {
        return "table " + table.address();
    }

    private static <S extends Step> List<S> about(DesiredTable table, List<S> steps) {
        return steps.stream().filter(step -> step.subject().equals(subject(table))).toList();
    }

    private static void ownership(
            DesiredTable table,
            ObservedTable there,
            Plan plan,
            List<SetTags> steps,
            List<DesiredTable> already) {
        if (!(Owner.of(there.spec().tags()) instanceof Owner.Nobody)) {
            // Another owner's is refused by the plan, so it is the release's own.
            already.add(table);
            return;
        }
        for (SetTags tags : about(table, plan.only(SetTags.class))) {
            Map<String, String> to = new LinkedHashMap<>(tags.to());
            to.keySet().removeIf(key -> !Release.isReserved(key));
            Map<String, String> from = new LinkedHashMap<>(tags.from());
            from.keySet().retainAll(to.keySet());
            steps.add(new SetTags(tags.table(), tags.arn(), from, to));
        }
    }

    private static List<Differs> differences(
            DesiredState desired, ObservedState observed, Set<DesiredTable> chosen) {
        List<Differs> all = Planner.plan(desired.onlyObserved(), observed).only(Differs.class);
        List<Differs> differences = new ArrayList<>();
        chosen.forEach(table -> differences.addAll(about(table, all)));
        return differences;
    }
}
